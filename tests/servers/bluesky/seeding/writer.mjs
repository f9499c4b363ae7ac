// Makes accounts and records on a PDS. Records go in bulk: one by one takes ten times as long.
const WRITES_A_CALL = 100
const AUTHORS_AT_ONCE = 4

export class Writer {
  constructor(pdsUrl, bypassKey) {
    this.pdsUrl = pdsUrl
    this.bypassKey = bypassKey
  }

  async call(method, body, author) {
    const headers = { 'content-type': 'application/json', 'x-ratelimit-bypass': this.bypassKey }
    if (author) headers.authorization = `Bearer ${author.token}`
    const answer = await fetch(`${this.pdsUrl}/xrpc/${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : {}
  }

  async createAccounts(accounts) {
    await atOnce(accounts, async (account) => {
      const { handle, password } = account
      const email = `${handle}@example.com`
      const made = await this.call('com.atproto.server.createAccount', { handle, password, email })
      account.did = made.did
      account.token = made.accessJwt
    })
  }

  // records: [{author, collection, value, rkey?}]; each is given the uri and cid it got.
  async write(records) {
    const byAuthor = Map.groupBy(records, (record) => record.author)
    await atOnce([...byAuthor], async ([author, own]) => {
      for (let start = 0; start < own.length; start += WRITES_A_CALL) {
        await this.writeOfOne(author, own.slice(start, start + WRITES_A_CALL))
      }
    })
    return records
  }

  async writeOfOne(author, records) {
    const writes = records.map(({ collection, rkey, value }) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection,
      ...(rkey ? { rkey } : {}),
      value: { $type: collection, ...value },
    }))
    const body = { repo: author.did, writes }
    const { results } = await this.call('com.atproto.repo.applyWrites', body, author)
    records.forEach((record, place) => {
      record.uri = results[place].uri
      record.cid = results[place].cid
    })
  }

  async remove({ author, collection, uri }) {
    const rkey = uri.split('/').pop()
    await this.call('com.atproto.repo.deleteRecord', { repo: author.did, collection, rkey }, author)
  }
}

async function atOnce(items, work) {
  const waiting = [...items]
  const worker = async () => {
    while (waiting.length) await work(waiting.shift())
  }
  await Promise.all(Array.from({ length: AUTHORS_AT_ONCE }, worker))
}
