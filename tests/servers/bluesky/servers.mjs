// Starts the official servers: PLC (who is who), PDS (accounts and records), AppView (what is read).
import { load } from './packages.mjs'

const { TestPlc, TestPds, TestBsky, mockNetworkUtilities } = await load('@atproto/dev-env')

export const APPVIEW_SCHEMA = 'appview'
const NOBODY = 'http://127.0.0.1:9'

export async function startPlc({ ports }) {
  return TestPlc.create({ port: ports.plc })
}

export async function startAppView(plc, { ports, database, search }) {
  const appView = await TestBsky.create({
    port: ports.appview,
    publicUrl: `http://localhost:${ports.appview}`,
    plcUrl: plc.url,
    repoProvider: `ws://localhost:${ports.pds}`,
    dbPostgresUrl: database,
    dbPostgresSchema: APPVIEW_SCHEMA,
    labelsFromIssuerDids: [],
    bsyncUrl: NOBODY,
    ...(search ? { searchUrl: `http://127.0.0.1:${ports.search}` } : {}),
  })
  // Private matters (mutes, notifications) come from bsync, which these networks do without.
  await appView.bsyncSub.destroy()
  return appView
}

export async function startPds(plc, appView, { ports, bypassKey }) {
  const pds = await TestPds.create({
    port: ports.pds,
    hostname: 'localhost',
    didPlcUrl: plc.url,
    bskyAppViewUrl: appView.url,
    bskyAppViewDid: appView.serverDid,
    enableDidDocWithSession: true,
    rateLimitsEnabled: true,
    rateLimitBypassKey: bypassKey,
  })
  mockNetworkUtilities(pds, appView)
  return pds
}

// Waits until the AppView has read everything that the PDS has written.
export async function settle(pds, appView) {
  await pds.processAll()
  const written = await pds.ctx.sequencer.curr()
  for (;;) {
    await appView.sub.processAll()
    const read = await appView.sub.getCursor()
    if (read >= written) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
