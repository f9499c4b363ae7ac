// What people write: posts with tags and mentions, replies and quotes, as records of theirs.
import { load } from '../packages.mjs'
import { TOPICS } from './people.mjs'

const { RichText } = await load('@atproto/api')

export class Scribe {
  constructor(people, clock) {
    this.clock = clock
    this.didOf = new Map(people.all.map((person) => [person.handle, person.did]))
  }

  post(author, text, { lang = 'en', root, parent, quoted } = {}) {
    const { facets, tags, mentions } = this.facetsOf(text)
    const value = { text, langs: [lang], createdAt: this.clock.next() }
    if (facets.length) value.facets = facets
    if (parent) value.reply = { root: reference(root), parent: reference(parent) }
    if (quoted) value.embed = { $type: 'app.bsky.embed.record', record: reference(quoted) }
    const collection = 'app.bsky.feed.post'
    return { author, collection, value, tags, mentions, root, parent, quoted }
  }

  like(author, post) {
    return this.mark(author, post, 'app.bsky.feed.like')
  }

  repost(author, post) {
    return this.mark(author, post, 'app.bsky.feed.repost')
  }

  mark(author, post, collection) {
    const value = { subject: reference(post), createdAt: this.clock.next() }
    return { author, collection, post, value }
  }

  facetsOf(text) {
    const rich = new RichText({ text })
    rich.detectFacetsWithoutResolution()
    const facets = rich.facets ?? []
    const features = facets.flatMap((facet) => facet.features)
    const mentioned = features.filter((feature) => 'did' in feature)
    for (const mention of mentioned) mention.did = this.didOf.get(mention.did)
    return {
      facets,
      tags: features.filter((feature) => 'tag' in feature).map((feature) => feature.tag),
      mentions: mentioned.map((feature) => feature.did),
    }
  }
}

function reference({ uri, cid }) {
  return { uri, cid }
}

const POSTS_OF_ROLE = {
  leader: 6,
  'hidden-leader': 6,
  'run-leader': 6,
  'cook-leader': 6,
  celebrity: 5,
  seed: 4,
  hostile: 4,
  lonely: 0,
}

export function planPosts(people, chance, scribe) {
  const posts = []
  for (const author of people.all) {
    const count = POSTS_OF_ROLE[author.role] ?? 2
    for (let number = 1; number <= count; number++) {
      posts.push(ordinaryPost(author, number, people, chance, scribe))
    }
  }
  const quiet = scribe.post(people.named('knitter-001'), 'Nobody has anything to say to this one.')
  return { posts, quiet }
}

function ordinaryPost(author, number, people, chance, scribe) {
  if (!author.topic) return scribe.post(author, `Hello number ${number} to everybody`)
  const { posts, tags, langs } = TOPICS[author.topic]
  const language = chance.below(posts.length)
  const mention = mentionOfLeader(author, people, chance)
  const text = `${posts[language]}, ${number} #${tags[language]}${mention}`
  return scribe.post(author, text, { lang: langs[language] })
}

// Two posts of five mention a leader, the first ones more often than the last.
function mentionOfLeader(author, people, chance) {
  if (author.topic !== 'knitting' || chance.number() > 0.4) return ''
  const leaders = people.ofRole('leader')
  const leader = leaders[Math.floor(chance.number() ** 2 * leaders.length)]
  return leader === author ? '' : ` @${leader.handle}`
}
