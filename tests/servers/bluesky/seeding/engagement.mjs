// Who likes, reposts, answers and quotes whom. Knitters engage with the first leader most and with
// the celebrities not at all, though nearly all of them follow both.
const LIKES_OF_THE_FIRST_LEADER = 50
const LESS_A_LEADER = 0.85
const DEPTH_OF_THREAD = 12

export function planEngagement(people, posts, chance, scribe) {
  const marks = []
  const answers = []
  const engage = (post, crowd, likes) => {
    const others = chance.sample(crowd.filter((person) => person !== post.author), crowd.length)
    for (const fan of others.slice(0, likes)) marks.push(scribe.like(fan, post))
    for (const fan of others.slice(0, Math.round(likes / 5))) marks.push(scribe.repost(fan, post))
    for (const fan of others.slice(0, Math.round(likes / 8))) {
      answers.push(scribe.post(fan, `Mooi! Красиво! Lovely, ${fan.key}`, { root: post, parent: post }))
    }
    for (const fan of others.slice(0, Math.round(likes / 20))) {
      answers.push(scribe.post(fan, `Look at this, says ${fan.key}`, { quoted: post }))
    }
  }
  const knitters = people.ofTopic('knitting')
  const others = people.all.filter((person) => person.topic !== 'knitting' && person.role !== 'lonely')
  for (const post of posts) {
    const { role, topic } = post.author
    const place = people.ofRole(role).indexOf(post.author)
    const fellows = topic ? people.ofTopic(topic) : others
    if (role === 'leader') engage(post, knitters, likesOfLeader(place))
    else if (role === 'hidden-leader') engage(post, knitters, likesOfLeader(0))
    else if (role === 'seed' || role === 'hostile') engage(post, knitters, 8)
    else if (role === 'run-leader' || role === 'cook-leader') engage(post, fellows, 30 - 5 * place)
    else if (role === 'celebrity') engage(post, others, 50)
    else engage(post, fellows, chance.below(4))
  }
  return { marks, answers }
}

function likesOfLeader(place) {
  return Math.round(LIKES_OF_THE_FIRST_LEADER * LESS_A_LEADER ** place)
}

// One post that everybody has something to say about: every listing of it is longer than a page.
export function planBigPost(people, post, chance, scribe) {
  const crowd = people.ofTopic('knitting').filter((person) => person !== post.author)
  const shuffled = chance.sample(crowd, crowd.length)
  const marks = [
    ...shuffled.map((fan) => scribe.like(fan, post)),
    ...shuffled.slice(0, 70).map((fan) => scribe.repost(fan, post)),
  ]
  const answers = [
    ...shuffled.slice(0, 46).map((fan) => {
      return scribe.post(fan, `Answer of ${fan.key}`, { root: post, parent: post })
    }),
    ...shuffled.slice(60, 100).map((fan) => {
      return scribe.post(fan, `Everybody should see this, ${fan.key} #knitting`, { quoted: post })
    }),
  ]
  return { marks, answers }
}

// Answers to answers, and a thread in which two people answer each other twelve deep. They need the
// addresses of what they answer, so they are written one layer at a time.
export async function writeNestedReplies(people, post, answers, scribe, writer) {
  const direct = answers.filter((answer) => answer.parent === post)
  const crowd = people.ofRole('knitter')
  const nested = direct.slice(0, 15).map((answer, place) => {
    return scribe.post(crowd[place], 'An answer to an answer', { root: post, parent: answer })
  })
  await writer.write(nested)

  const talkers = crowd.slice(-2)
  let parent = post
  for (let depth = 1; depth <= DEPTH_OF_THREAD; depth++) {
    const text = `Layer ${depth} of the thread`
    const reply = scribe.post(talkers[depth % 2], text, { root: post, parent })
    await writer.write([reply])
    nested.push(reply)
    parent = reply
  }
  return nested
}
