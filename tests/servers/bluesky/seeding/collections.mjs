// Lists and starter packs.
const LIST = 'app.bsky.graph.list'
const PURPOSE = 'app.bsky.graph.defs#'

export function planLists(people, chance) {
  const leaders = people.ofRole('leader')
  const seeds = people.ofRole('seed')
  const knitters = people.ofRole('knitter')
  return [
    {
      owner: leaders[1],
      name: 'Knitters worth reading',
      purpose: 'curatelist',
      members: [seeds[0], seeds[1], ...leaders.slice(0, 8), ...chance.sample(knitters, 20)],
    },
    {
      owner: knitters[4],
      name: 'Breien en вязание',
      purpose: 'curatelist',
      members: [seeds[2], leaders[2], leaders[4], ...chance.sample(knitters, 8)],
    },
    {
      owner: people.ofRole('run-leader')[0],
      name: 'Runners',
      purpose: 'curatelist',
      members: people.ofTopic('running').slice(0, 30),
    },
    {
      owner: people.named('hub'),
      name: 'Everybody I met',
      purpose: 'curatelist',
      members: chance.sample(people.lasting(), 130),
    },
    {
      owner: people.ofRole('celebrity')[0],
      name: 'Not for me',
      purpose: 'modlist',
      members: people.ofRole('hostile').slice(0, 3),
    },
  ]
}

export function planStarterPacks(people, chance) {
  const leaders = people.ofRole('leader')
  const seeds = people.ofRole('seed')
  return [
    {
      owner: leaders[3],
      name: 'Start knitting',
      members: [seeds[0], seeds[2], ...leaders.slice(0, 5), ...chance.sample(people.ofRole('knitter'), 9)],
    },
    {
      owner: people.ofRole('cook-leader')[0],
      name: 'Start cooking',
      members: people.ofTopic('cooking').slice(0, 12),
    },
  ]
}

export async function writeLists(lists, writer, clock) {
  for (const list of lists) {
    const { owner: author, name } = list
    const value = { name, purpose: PURPOSE + list.purpose, createdAt: clock.next() }
    const [written] = await writer.write([{ author, collection: LIST, value }])
    list.uri = written.uri
    await writeMembers(list, list.uri, writer, clock)
  }
}

// A starter pack keeps its members in a list of its own.
export async function writeStarterPacks(packs, writer, clock) {
  for (const pack of packs) {
    const { owner: author, name } = pack
    const value = { name, purpose: `${PURPOSE}referencelist`, createdAt: clock.next() }
    const [list] = await writer.write([{ author, collection: LIST, value }])
    await writeMembers(pack, list.uri, writer, clock)
    const collection = 'app.bsky.graph.starterpack'
    const packed = { name, list: list.uri, createdAt: clock.next() }
    const [written] = await writer.write([{ author, collection, value: packed }])
    pack.uri = written.uri
  }
}

async function writeMembers({ owner, members }, list, writer, clock) {
  const collection = 'app.bsky.graph.listitem'
  await writer.write(
    members.map((member) => {
      const value = { subject: member.did, list, createdAt: clock.next() }
      return { author: owner, collection, value }
    }),
  )
}
