// A Bluesky network on loopback. Its one argument is a JSON object:
//   mode       seed    PLC, PDS and AppView with some 300 accounts; the truth is written to a file
//              frozen  PLC and AppView on a database that was seeded before: only for reading
//              live    PLC, PDS and AppView with five accounts, to log in and to be rate limited
//   ports      {plc, pds, appview, search}
//   database   address of an empty database (frozen: of a seeded one)
//   search     whether the AppView has a search behind it
//   limits     {windowSeconds, requests, logins} of the PDS, or nothing for the official ones
//   truth      the file that the truth goes to as soon as all is ready (frozen: an empty one)
import { renameSync, writeFileSync } from 'node:fs'
import { shortenRateLimits } from './packages.mjs'

const options = JSON.parse(process.argv[2])
const BYPASS_KEY = 'seeding'

if (options.limits) shortenRateLimits(options.limits)
const { APPVIEW_SCHEMA, settle, startAppView, startPds, startPlc } = await import('./servers.mjs')

const plc = await startPlc(options)
const appView = await startAppView(plc, options)
if (options.search) {
  const { startSearch } = await import('./search.mjs')
  await startSearch(options.ports.search, options.database, APPVIEW_SCHEMA)
}
if (options.mode === 'frozen') {
  await appView.sub.destroy()
  tell({})
} else {
  const pds = await startPds(plc, appView, { ...options, bypassKey: BYPASS_KEY })
  tell(await seed(pds))
}

async function seed(pds) {
  const { Writer } = await import('./seeding/writer.mjs')
  const work = {
    writer: new Writer(pds.url, BYPASS_KEY),
    settle: () => settle(pds, appView),
    takeDown: (did) => appView.ctx.dataplane.takedownActor({ did, ref: 'seeding' }),
  }
  if (options.mode === 'live') return (await import('./seeding/few.mjs')).seedFew(work)
  return (await import('./seeding/seed.mjs')).seedNetwork(work)
}

// Under another name first: who sees the file sees all of it.
function tell(truth) {
  writeFileSync(`${options.truth}.part`, JSON.stringify(truth, null, 1))
  renameSync(`${options.truth}.part`, options.truth)
}
