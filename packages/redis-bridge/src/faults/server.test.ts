import { expect, test } from 'vitest'
import { whenItAccepts } from '../../test/accepts.ts'
import { aStage, NOTHING_LOST, type ServerStage } from '../../test/fault-stage.ts'
import { until } from '../testing/index.ts'

/** Kills the server and starts it again. Resolves to the ms between its first open door and the first trade. */
async function restarted({ server, stage }: ServerStage, empty: boolean): Promise<number> {
  await server.kill('SIGKILL')
  await stage.under(300)
  const { delivered } = stage.ledger
  const [acceptedAt] = await Promise.all([whenItAccepts(server), server.restart({ empty })])
  await until('something is delivered', () => stage.ledger.delivered > delivered)
  return stage.ledger.heardAt - acceptedAt
}

test.each([
  ['a moment', 700],
  ['long enough to be noticed', 2_300],
])('a server that stands still for %s loses nothing', async (_, ms) => {
  const { server, stage } = await aStage()
  server.freeze()
  await stage.under(ms)
  server.thaw()
  await stage.flows()
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
})

test.each([
  ['empty', true],
  ['with what its append-only file has', false],
])('a server that is killed and comes back %s has everything again', async (_, empty) => {
  const all = await aStage({ server: { aof: !empty } })
  await restarted(all, empty)
  await all.stage.flows()
  await restarted(all, empty)
  await all.stage.flows()
  expect(await all.stage.end()).toEqual({ ...NOTHING_LOST, acked: all.stage.load.published })
  expect(all.stage.subscriber.getMetrics().repaired).toBeGreaterThan(0)
})

test('the log alone survives a server that comes back empty', async () => {
  const all = await aStage({ subscriber: { delivery: 'log' } })
  await restarted(all, true)
  await all.stage.flows()
  expect(await all.stage.end()).toMatchObject(NOTHING_LOST)
})

test('a restarted server is in use at once', async ({ annotate }) => {
  const all = await aStage()
  const silences: number[] = []
  for (let i = 0; i < 4; i++) {
    silences.push(Math.round(await restarted(all, true)))
    await all.stage.flows()
  }
  await annotate(`from accepting to the first trade: ${silences.join(', ')} ms`)
  // Some 200 ms on a machine at rest, which this one may not be.
  expect(Math.min(...silences)).toBeLessThan(1_000)
  expect(Math.max(...silences)).toBeLessThan(3_000)
  expect(await all.stage.end()).toMatchObject(NOTHING_LOST)
})
