// Seeds a network and returns the whole truth about it.
import { Chance, Clock } from './chance.mjs'
import { planLists, planStarterPacks, writeLists, writeStarterPacks } from './collections.mjs'
import { planBigPost, planEngagement, writeNestedReplies } from './engagement.mjs'
import { planFollows } from './follows.mjs'
import { makePeople, People, profileOf } from './people.mjs'
import { planPosts, Scribe } from './posts.mjs'
import { tellTruth } from './truth.mjs'

const BEGINNING = '2025-01-01T00:00:00Z'
const MINUTES_BETWEEN_RECORDS = 9

// settle() waits until the AppView has read everything; takeDown(did) is what moderators do.
export async function seedNetwork({ writer, settle, takeDown }) {
  const people = new People(makePeople())
  const chance = new Chance(7)
  const clock = new Clock(BEGINNING, MINUTES_BETWEEN_RECORDS)

  await writer.createAccounts(people.all)
  log(`${people.all.length} accounts`)

  const profiles = people.all.filter(({ name }) => name !== null).map(profileOf)
  const follows = planFollows(people, chance, clock)
  const scribe = new Scribe(people, clock)
  const { posts, quiet } = planPosts(people, chance, scribe)
  const big = posts.find((post) => post.author.key === 'leader-01')
  await writer.write([...profiles, ...follows, ...posts, quiet])
  log(`${follows.length} follows, ${posts.length} posts`)

  const ordinary = posts.filter((post) => post !== big)
  const engagements = [
    planEngagement(people, ordinary, chance, scribe),
    planBigPost(people, big, chance, scribe),
  ]
  const marks = engagements.flatMap((engagement) => engagement.marks)
  const answers = engagements.flatMap((engagement) => engagement.answers)
  await writer.write([...marks, ...answers])
  answers.push(...(await writeNestedReplies(people, big, answers, scribe, writer)))
  log(`${marks.length} likes and reposts, ${answers.length} replies and quotes`)

  const lists = planLists(people, chance)
  const starterPacks = planStarterPacks(people, chance)
  await writeLists(lists, writer, clock)
  await writeStarterPacks(starterPacks, writer, clock)
  await settle()
  log('the AppView has read all of it')

  const allPosts = [...posts, quiet, ...answers]
  const changes = await changeThings({ people, follows, posts: allPosts, writer, clock, takeDown })
  await settle()
  log('changes')
  return tellTruth({ people, marks, lists, starterPacks, big, quiet, ...changes })
}

// What happens to a network that is already there.
async function changeThings({ people, follows, posts, writer, clock, takeDown }) {
  const hub = people.named('hub')
  const blocker = people.named('blocker')
  const value = { subject: hub.did, createdAt: clock.next() }
  await writer.write([{ author: blocker, collection: 'app.bsky.graph.block', value }])

  const unfollower = people.named('unfollower')
  const unfollow = follows.find(({ author, target }) => author === unfollower && target === hub)
  await writer.remove(unfollow)

  const deleter = people.named('deleter')
  const deletedPost = posts.find((post) => post.author === deleter && !post.parent)
  await writer.remove(deletedPost)

  const renamed = people.named('renamed')
  const oldHandle = renamed.handle
  renamed.handle = 'renamed-since.test'
  await writer.call('com.atproto.identity.updateHandle', { handle: renamed.handle }, renamed)

  await writer.call('com.atproto.server.deactivateAccount', {}, people.named('deactivated'))
  await takeDown(people.named('taken-down').did)

  return {
    follows: follows.filter((record) => record !== unfollow),
    posts: posts.filter((post) => post !== deletedPost),
    blocks: [[blocker, hub]],
    unfollow,
    deletedPost,
    oldHandle,
  }
}

function log(what) {
  console.log(`${performance.now().toFixed(0)} ms: ${what}`)
}
