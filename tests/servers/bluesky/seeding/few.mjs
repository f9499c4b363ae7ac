// Five people who follow and write to each other: enough to log in and to be refused.
import { Clock } from './chance.mjs'
import { People, profileOf } from './people.mjs'
import { Scribe } from './posts.mjs'
import { tellAccount, tellFollow, tellPost } from './truth.mjs'
import { followRecord } from './follows.mjs'

const KEYS = ['anna', 'boris', 'carla', 'dmitri', 'evelien']

export async function seedFew({ writer, settle }) {
  const people = new People(KEYS.map(person))
  const clock = new Clock('2025-01-01T00:00:00Z', 9)
  await writer.createAccounts(people.all)
  const scribe = new Scribe(people, clock)
  const follows = people.all.flatMap((source) => {
    const others = people.all.filter((target) => target !== source)
    return others.map((target) => followRecord(source, target, clock.next()))
  })
  const posts = people.all.map((author) => scribe.post(author, `Breien is leuk #breien`))
  await writer.write([...people.all.map(profileOf), ...follows, ...posts])
  await settle()
  return {
    accounts: people.all.map(tellAccount),
    follows: follows.map(tellFollow),
    posts: posts.map(tellPost),
  }
}

function person(key) {
  return {
    key,
    role: 'knitter',
    topic: 'knitting',
    hidden: false,
    handle: `${key}.test`,
    password: `password-of-${key}`,
    name: key,
    bio: 'Knitting. Вязание. Breien.',
  }
}
