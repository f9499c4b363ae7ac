// Everything that is true of a seeded network, as JSON: accounts are named by DID, posts by address.
import { PAGE_SIZE_THAT_KEEPS, PAGE_SIZES_THAT_LOSE } from './follows.mjs'

export function tellTruth(network) {
  const { people, follows, posts, lists, starterPacks, blocks, deletedPost } = network
  const marks = network.marks.filter((mark) => mark.post !== deletedPost)
  const likes = marks.filter((mark) => mark.collection === 'app.bsky.feed.like')
  const reposts = marks.filter((mark) => mark.collection === 'app.bsky.feed.repost')
  return {
    accounts: people.all.map(tellAccount),
    follows: follows.map(tellFollow),
    posts: posts.map(tellPost),
    likes: likes.map(tellMark),
    reposts: reposts.map(tellMark),
    lists: lists.map(tellCollection),
    starter_packs: starterPacks.map(tellCollection),
    blocks: blocks.map(([blocker, blocked]) => ({ from: blocker.did, to: blocked.did })),
    special: tellSpecial(network),
  }
}

export function tellAccount({ did, handle, key, role, topic, hidden, name, bio, password }) {
  return { did, handle, key, role, topic, hidden, name, bio, password }
}

export function tellFollow({ author, target, cid, value }) {
  return { from: author.did, to: target.did, created_at: value.createdAt, cid }
}

export function tellPost({ uri, cid, author, value, tags, mentions, root, parent, quoted }) {
  return {
    uri,
    cid,
    author: author.did,
    created_at: value.createdAt,
    text: value.text,
    langs: value.langs,
    tags,
    mentions,
    root: root?.uri ?? null,
    parent: parent?.uri ?? null,
    quoted: quoted?.uri ?? null,
  }
}

function tellMark({ author, post, value }) {
  return { from: author.did, post: post.uri, created_at: value.createdAt }
}

function tellCollection({ uri, owner, name, purpose, members }) {
  const dids = members.map((member) => member.did)
  return { uri, owner: owner.did, name, purpose, members: dids }
}

function tellSpecial({ people, big, quiet, unfollow, deletedPost, oldHandle }) {
  const did = (key) => people.named(key).did
  const dids = (role) => people.ofRole(role).map((account) => account.did)
  return {
    leaders: dids('leader'),
    seeds: dids('seed'),
    celebrities: dids('celebrity'),
    hostile: dids('hostile'),
    hub: did('hub'),
    lonely: did('lonely'),
    hidden_leader: did('hidden-leader'),
    hidden: [did('hidden-leader'), did('hidden-knitter')],
    gone: [did('deactivated'), did('taken-down')],
    deactivated: did('deactivated'),
    taken_down: did('taken-down'),
    no_profile: did('no-profile'),
    blocker: did('blocker'),
    unfollow: { from: unfollow.author.did, to: unfollow.target.did },
    deleted_post: { author: deletedPost.author.did, uri: deletedPost.uri },
    renamed: { did: did('renamed'), old: oldHandle, now: people.named('renamed').handle },
    big_post: big.uri,
    quiet_post: quiet.uri,
    twins: {
      account: did('twins'),
      rows_lost_at_page_size: PAGE_SIZES_THAT_LOSE,
      page_size_that_keeps_all: PAGE_SIZE_THAT_KEEPS,
    },
  }
}
