// Who follows whom: the hierarchy of each topic, the celebrities, the hub and the twins.

// Pairs of followers that share a CID, by the place of the newer one in the list, newest first. Where
// a page ends between two of a pair, the second is lost and all later pages move on by one: pages of
// 25 end at 25 and then at 51, 76 ... 201; pages of 50 and 100 at 100 and then at 201. Pages of 30
// end between no pair.
const TWIN_PLACES = [25, 100, 201]
export const PAGE_SIZES_THAT_LOSE = { 25: 2, 50: 2, 100: 2 }
export const PAGE_SIZE_THAT_KEEPS = 30
const FOLLOWERS_OF_TWINS = 230

const FOLLOWERS_OF_THE_FIRST_LEADER = 124
const STEP_BETWEEN_LEADERS = 8

export function planFollows(people, chance, clock) {
  const wanted = new Map()
  const follow = (source, target) => {
    if (source !== target) wanted.set(`${source.key} ${target.key}`, [source, target])
  }
  const gain = (target, crowd, count) => {
    const others = crowd.filter((person) => person !== target)
    for (const source of chance.sample(others, count)) follow(source, target)
  }

  const knitters = people.ofTopic('knitting')
  people.ofRole('leader').forEach((leader, place) => {
    gain(leader, knitters, FOLLOWERS_OF_THE_FIRST_LEADER - STEP_BETWEEN_LEADERS * place)
  })
  gain(people.named('hidden-leader'), knitters, FOLLOWERS_OF_THE_FIRST_LEADER - 4)
  for (const seed of people.ofRole('seed')) {
    gain(seed, knitters, 30)
    for (const leader of people.ofRole('leader').slice(0, 10)) follow(seed, leader)
    for (const knitter of chance.sample(knitters, 20)) follow(seed, knitter)
  }
  for (const hostile of people.ofRole('hostile')) gain(hostile, knitters, 26)

  people.ofRole('run-leader').forEach((leader, place) => {
    gain(leader, people.ofTopic('running'), 62 - 10 * place)
  })
  people.ofRole('cook-leader').forEach((leader, place) => {
    gain(leader, people.ofTopic('cooking'), 52 - 8 * place)
  })

  const sociable = people.all.filter((person) => person.role !== 'lonely')
  for (const person of sociable) {
    if (person.topic) {
      for (const peer of chance.sample(people.ofTopic(person.topic), 5)) follow(person, peer)
    }
    const stranger = chance.pick(sociable)
    if (stranger.role !== 'twins') follow(person, stranger)
  }
  for (const celebrity of people.ofRole('celebrity')) gain(celebrity, sociable, 280)
  const hub = people.named('hub')
  gain(hub, sociable, sociable.length)
  for (const person of chance.sample(sociable, 40)) {
    if (person.role !== 'twins') follow(hub, person)
  }

  const records = [...wanted.values()].map((pair) => followRecord(...pair, clock.next()))
  return [...records, ...planTwins(people, chance, clock)]
}

function planTwins(people, chance, clock) {
  const target = people.named('twins')
  const crowd = people.lasting().filter((person) => person.topic)
  const followers = chance.sample(crowd, FOLLOWERS_OF_TWINS)
  const records = []
  for (let place = followers.length; place >= 1; place--) {
    const secondOfPair = TWIN_PLACES.includes(place)
    const createdAt = secondOfPair ? records.at(-1).value.createdAt : clock.next()
    records.push(followRecord(followers[place - 1], target, createdAt))
  }
  return records
}

export function followRecord(author, target, createdAt) {
  const collection = 'app.bsky.graph.follow'
  return { author, target, collection, value: { subject: target.did, createdAt } }
}
