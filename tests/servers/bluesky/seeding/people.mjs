// Who is in the seeded network: about 300 accounts, most of them of one of three topics.
import { Chance } from './chance.mjs'

export const TOPICS = {
  knitting: {
    tags: ['вязание', 'breien', 'knitting'],
    bios: [
      'Вяжу спицами и крючком, показываю схемы. #вязание',
      'Ik brei sokken en truien; breien is mijn rust. #breien',
      'Knitting patterns, slow yarn and a lot of socks. #knitting',
    ],
    posts: [
      'Новый свитер почти готов, вязание спасает вечера',
      'Vandaag breien we een muts met kabels',
      'Finished the yoke: knitting colourwork is addictive',
    ],
    langs: ['ru', 'nl', 'en'],
  },
  running: {
    tags: ['running', 'бег'],
    bios: ['Running before breakfast. #running', 'Бегаю марафоны и помогаю начать. #бег'],
    posts: ['Ten slow kilometres along the river', 'Утренний бег под дождём'],
    langs: ['en', 'ru'],
  },
  cooking: {
    tags: ['cooking', 'koken'],
    bios: ['Cooking soups for many people. #cooking', 'Ik kook met seizoensgroente. #koken'],
    posts: ['Bread again, this time with rye', 'Stamppot met boerenkool, koken zoals oma'],
    langs: ['en', 'nl'],
  },
}

const FIRST_NAMES = ['Ana', 'Борис', 'Chloé', 'Дарья', 'Emeka', 'Фёдор', 'Grietje', 'Hiro', 'Юлия']
const LAST_NAMES = ['Rivers', 'Иванова', 'Okafor', 'Müller', 'de Vries', 'Tanaka', 'Петров', 'Nowak']

// What a careless table, page or terminal would trip over.
const HOSTILE = [
  ['=HYPERLINK("http://x","y")', '+1+1 @SUM(1) knitting'],
  ['<script>alert("name")</script>', '<img src=x onerror=alert(1)> breien & "вязание"'],
  ['\u202Egnittink\u202C \u2066left\u2069', 'right-to-left \u202Egnittink\u202C, вязание'],
  ['Very long '.repeat(6).trim(), 'knitting '.repeat(28).trim()],
  ['🧶👩‍👩‍👧‍👦 two\nlines', 'first line of knitting\n\nthird line\tafter a tab 🏳️‍🌈'],
]

export function makePeople() {
  return new Crowd().fill().accounts
}

class Crowd {
  constructor() {
    this.chance = new Chance(11)
    this.accounts = []
  }

  fill() {
    this.group('leader', 12, 'knitting')
    this.group('seed', 3, 'knitting')
    this.add('hidden-leader', 'knitting', { hidden: true })
    this.add('hidden-knitter', 'knitting', { hidden: true })
    for (const role of ['deactivated', 'taken-down', 'blocker', 'unfollower', 'deleter', 'renamed']) {
      this.add(role, 'knitting')
    }
    this.add('no-profile', 'knitting', { name: null, bio: null })
    HOSTILE.forEach(([name, bio], place) => {
      this.add(`hostile-${place + 1}`, 'knitting', { role: 'hostile', name, bio })
    })
    this.group('knitter', 120, 'knitting')
    this.group('run-leader', 4, 'running')
    this.group('runner', 66, 'running')
    this.group('cook-leader', 4, 'cooking')
    this.group('cook', 56, 'cooking')
    this.group('celebrity', 2, null)
    this.add('hub', null)
    this.add('twins', null)
    this.add('lonely', null)
    this.group('passer-by', 16, null)
    return this
  }

  group(role, count, topic) {
    for (let number = 1; number <= count; number++) {
      const digits = String(number).padStart(count > 99 ? 3 : 2, '0')
      this.add(`${role}-${digits}`, topic, { role })
    }
  }

  add(key, topic, { role = key, hidden = false, name, bio } = {}) {
    const madeUp = `${this.chance.pick(FIRST_NAMES)} ${this.chance.pick(LAST_NAMES)}`
    this.accounts.push({
      key,
      role,
      topic,
      hidden,
      handle: `${key}.test`,
      password: `password-of-${key}`,
      name: name === undefined ? madeUp : name,
      bio: bio === undefined ? this.bio(topic) : bio,
    })
  }

  bio(topic) {
    return topic ? this.chance.pick(TOPICS[topic].bios) : 'Somebody who is here as well.'
  }
}

export function profileOf(account) {
  const labels = {
    $type: 'com.atproto.label.defs#selfLabels',
    values: [{ val: '!no-unauthenticated' }],
  }
  return {
    author: account,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    value: {
      displayName: account.name,
      description: account.bio,
      ...(account.hidden ? { labels } : {}),
    },
  }
}

export class People {
  constructor(accounts) {
    this.all = accounts
  }

  ofTopic(topic) {
    return this.all.filter((account) => account.topic === topic)
  }

  ofRole(role) {
    return this.all.filter((account) => account.role === role)
  }

  named(key) {
    return this.all.find((account) => account.key === key)
  }

  // Those who are still there when all is seeded.
  lasting() {
    return this.all.filter(({ role }) => role !== 'deactivated' && role !== 'taken-down')
  }
}
