import { systemClock } from '@md/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { aServer, connected } from '../../test/bridges.ts'
import { wantAll } from '../../test/fault-stage.ts'
import { Ledger } from '../../test/ledger.ts'
import { Load } from '../../test/load.ts'
import { startBridge } from '../../test/start-bridge.ts'
import { startTcpProxy, until } from '../testing/index.ts'

const LEASE = { name: 'host', ttlMs: 1_000 }

/** Ends a load, and waits until all of it has come. */
async function settled(load: Load, ledger: Ledger): Promise<void> {
  load.stop()
  await until('all are there', () => ledger.delivered >= load.published, { withinMs: 5_000 }).catch(() => undefined)
}

test.for([
  ['killed', 'SIGKILL'],
  ['stopped, and goes on when it is replaced', 'SIGSTOP'],
] as const)(
  'when the leader is %s the standby takes over within the lease, and no trade is missing',
  async ([, signal], { annotate }) => {
    const server = await aServer()
    const leader = await startBridge({ host: server.host, port: server.port, lease: LEASE })
    const standby = await connected(server, { lease: LEASE, enableSubscription: false })
    const subscriber = await connected(server, { enablePublishing: false })
    const ledger = new Ledger(subscriber)
    await wantAll(subscriber)
    const since = systemClock.now()
    const load = new Load([standby], since)
    onTestFinished(() => load.stop())
    load.start()
    await leader.order({ kind: 'load', since })
    await until('it flows', () => ledger.delivered > 3_000)

    ledger.takeSilence()
    leader.signal(signal)
    const killedAt = systemClock.monotonic()
    await until('the standby leads', () => standby.getMetrics().isLeader, { withinMs: 10_000 })
    const tookMs = Math.round(systemClock.monotonic() - killedAt)
    const atTakeover = load.published
    await until('the new leader is heard', () => ledger.delivered > atTakeover)
    const silenceMs = Math.round(ledger.takeSilence())
    if (signal === 'SIGSTOP') {
      leader.signal('SIGCONT')
      const zombie = await leader.order({ kind: 'tell' })
      await until('it has heard who leads', async () => !(await leader.order({ kind: 'tell' })).metrics.isLeader)
      expect(zombie.metrics.fence).toBeLessThan(standby.getMetrics().fence ?? 0)
    }
    await annotate(`lease ${LEASE.ttlMs} ms: leads after ${tookMs} ms, longest silence ${silenceMs} ms`)
    await settled(load, ledger)

    expect(tookMs).toBeLessThan(LEASE.ttlMs + 1_000)
    expect(silenceMs).toBeLessThan(LEASE.ttlMs + 1_500)
    expect(ledger.account).toMatchObject({ delivered: load.published, skipped: 0, missed: 0, twice: 0, disorder: 0 })
    expect(ledger.account.unknown).toBeGreaterThan(0)
    expect(subscriber.getMetrics()).toMatchObject({ lost: 0, delivered: load.published })
  },
)

test('of two leaders at once the older is refused by Redis and by those who listen, counted by both', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const patient = { watchdog: { pingMs: 20_000, timeoutMs: 20_000 } }
  const zombie = await connected(network, { ...patient, lease: { ...LEASE, ttlMs: 60_000 } })
  const leader = await connected(server, { lease: LEASE })
  const subscriber = await connected(server, { enablePublishing: false })
  const ledger = new Ledger(subscriber)
  await wantAll(subscriber)
  const load = new Load([zombie, leader])
  onTestFinished(() => load.stop())
  load.start()
  await until('it flows', () => ledger.delivered > 3_000)

  // Nobody hears the one, which leads on for a minute by its own clock, and somebody forgets its lease.
  network.blackHole()
  await server.command('DEL', 'ws:lease:host')
  await until('there are two', () => leader.getMetrics().isLeader && zombie.getMetrics().isLeader)
  const { published } = load
  await until('the new one is heard', () => ledger.delivered > published + 1_500)
  // Everything it has said in between arrives now.
  await network.pass()
  await until('the old one has heard of it', () => !zombie.getMetrics().isLeader)
  await settled(load, ledger)

  expect(zombie.getMetrics().fenced).toBeGreaterThan(0)
  expect(subscriber.getMetrics().fenced).toBeGreaterThan(0)
  expect(zombie.getMetrics().publishDropped.trade).toBeGreaterThan(0)
  expect(ledger.account).toMatchObject({ delivered: load.published, skipped: 0, missed: 0, twice: 0, disorder: 0 })
})
