// The search behind the AppView. The official one is not public, so this one answers the same three
// questions ("skeletons": addresses without content) from the AppView's own database. It finds
// whole phrases and words in any case and alphabet, and knows the filters that searchPosts has.
import http from 'node:http'
import { load } from './packages.mjs'

const { default: pg } = await load('pg')

const QUESTIONS = {
  '/xrpc/app.bsky.unspecced.searchActorsSkeleton': searchActors,
  '/xrpc/app.bsky.unspecced.searchPostsSkeleton': searchPosts,
  '/xrpc/app.bsky.unspecced.searchStarterPacksSkeleton': searchStarterPacks,
}

export async function startSearch(port, database, schema) {
  const db = new pg.Pool({
    connectionString: database,
    max: 4,
    options: `-c search_path=${schema},public`,
  })
  const server = http.createServer(async (request, response) => {
    const { status, body } = await answer(db, new URL(request.url, 'http://localhost'))
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  await new Promise((resolve) => server.listen(port, resolve))
}

async function answer(db, url) {
  const question = QUESTIONS[url.pathname]
  if (!question) return { status: 501, body: { error: 'MethodNotImplemented' } }
  if (!/^\d*$/.test(url.searchParams.get('cursor') ?? '')) {
    return { status: 400, body: { error: 'BadQueryString', message: 'not a cursor of this search' } }
  }
  try {
    return { status: 200, body: await question(db, url.searchParams) }
  } catch (error) {
    console.error('search:', error)
    return { status: 500, body: { error: 'InternalServerError', message: String(error) } }
  }
}

// Conditions with their values, numbered as PostgreSQL wants them; ? stands for the value.
class Filter {
  conditions = ['true']
  values = []

  require(condition, value) {
    this.values.push(value)
    this.conditions.push(condition.replace('?', `$${this.values.length}`))
  }

  contains(expression, text) {
    this.require(`${expression} ilike ?`, `%${text.replace(/[\\%_]/g, '\\$&')}%`)
  }

  get where() {
    return this.conditions.join(' and ')
  }
}

async function pageOf(db, params, filter, { select, from, order }) {
  const limit = Number(params.get('limit') ?? 25)
  const offset = Number(params.get('cursor') ?? 0)
  const rows = `select ${select} as found from ${from} where ${filter.where}`
  const page = `${rows} order by ${order} limit ${limit} offset ${offset}`
  const count = await db.query(`select count(*) as hits from (${rows}) as all_rows`, filter.values)
  const hitsTotal = Number(count.rows[0].hits)
  const found = (await db.query(page, filter.values)).rows.map((row) => row.found)
  return { found, hitsTotal, ...(offset + limit < hitsTotal ? { cursor: String(offset + limit) } : {}) }
}

function wordsOf(params) {
  const words = (params.get('q') ?? params.get('term') ?? '').match(/"[^"]*"|\S+/g) ?? []
  return words.map((word) => word.replace(/^"|"$/g, ''))
}

async function searchActors(db, params) {
  const filter = new Filter()
  const said = `concat_ws(' ', actor.handle, profile."displayName", profile.description)`
  for (const word of wordsOf(params)) filter.contains(said, word.replace(/^@/, ''))
  const { found, ...rest } = await pageOf(db, params, filter, {
    select: 'actor.did',
    from: `actor left join profile on profile.creator = actor.did
      left join profile_agg on profile_agg.did = actor.did`,
    order: `coalesce(profile_agg."followersCount", 0) desc, actor.did`,
  })
  return { actors: found.map((did) => ({ did })), ...rest }
}

async function searchStarterPacks(db, params) {
  const filter = new Filter()
  for (const word of wordsOf(params)) filter.contains('starter_pack.name', word)
  const { found, ...rest } = await pageOf(db, params, filter, {
    select: 'uri',
    from: 'starter_pack',
    order: '"sortAt" desc, uri',
  })
  return { starterPacks: found.map((uri) => ({ uri })), ...rest }
}

const FEATURES = `jsonb_path_query(record.json::jsonb, '$.facets[*].features[*]') as feature`

async function searchPosts(db, params) {
  const filter = new Filter()
  const wanted = wantedOfPosts(params)
  for (const word of wanted.words) filter.contains('post.text', word)
  for (const tag of wanted.tag) requireFeature(filter, `lower(feature->>'tag') = lower(?)`, tag)
  for (const url of wanted.url) requireFeature(filter, `feature->>'uri' = ?`, url)
  for (const domain of wanted.domain) {
    requireFeature(filter, `feature->>'uri' ~* ?`, `^https?://([^/]*\\.)?${escaped(domain)}(/|:|$)`)
  }
  for (const actor of wanted.mentions) {
    requireFeature(filter, `feature->>'did' = ?`, await didOf(db, actor))
  }
  for (const actor of wanted.author) filter.require('post.creator = ?', await didOf(db, actor))
  for (const lang of wanted.lang) filter.require('post.langs @> ?::jsonb', JSON.stringify([lang]))
  for (const moment of wanted.since) filter.require('post."sortAt" >= ?', moment)
  for (const moment of wanted.until) filter.require('post."sortAt" < ?', moment)
  const newest = 'post."sortAt" desc, post.cid desc'
  const { found, ...rest } = await pageOf(db, params, filter, {
    select: 'post.uri',
    from: `post join record on record.uri = post.uri
      left join post_agg on post_agg.uri = post.uri`,
    order: params.get('sort') === 'top' ? `coalesce(post_agg."likeCount", 0) desc, ${newest}` : newest,
  })
  return { posts: found.map((uri) => ({ uri })), ...rest }
}

function requireFeature(filter, condition, value) {
  filter.require(`exists (select from ${FEATURES} where ${condition})`, value)
}

// A filter may be a parameter of its own or stand among the words: from:somebody lang:ru #tag
function wantedOfPosts(params) {
  const names = ['author', 'mentions', 'tag', 'lang', 'domain', 'url', 'since', 'until']
  const wanted = Object.fromEntries(names.map((name) => [name, params.getAll(name)]))
  wanted.words = []
  for (const word of wordsOf(params)) {
    const [, name, value] = /^(from|to|mentions|lang|domain|since|until):(.+)$/.exec(word) ?? []
    const renamed = { from: 'author', to: 'mentions' }[name] ?? name
    if (renamed) wanted[renamed].push(value)
    else if (word.startsWith('#')) wanted.tag.push(word.slice(1))
    else if (word !== '*') wanted.words.push(word)
  }
  return wanted
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

async function didOf(db, actor) {
  if (actor.startsWith('did:')) return actor
  const handle = actor.toLowerCase().replace(/^@/, '')
  const { rows } = await db.query('select did from actor where handle = $1', [handle])
  return rows[0]?.did ?? 'did:nobody'
}
