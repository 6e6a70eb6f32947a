import { expect, test } from 'vitest'
import { connected } from '../../test/bridges.ts'
import { tradeEvent } from '../../test/events.ts'
import { aStage, NOTHING_LOST, wantAll } from '../../test/fault-stage.ts'
import { JumpingClock } from '../../test/jumping-clock.ts'
import { Ledger } from '../../test/ledger.ts'
import { until } from '../testing/index.ts'

const HOUR = 3_600_000

test.each(['repaired', 'log'] as const)(
  'clocks may jump by hours, at either end: nothing is lost (%s)',
  async (delivery) => {
    const [there, here] = [new JumpingClock(), new JumpingClock()]
    const { server, stage } = await aStage({
      publisher: { clock: there, lease: { name: 'host', ttlMs: 500 }, lastValue: { intervalMs: 20 } },
      subscriber: { clock: here, delivery },
    })
    for (const [clock, hours] of [
      [there, 2],
      [here, 5],
      [there, -4],
      [here, -9],
    ] as const) {
      clock.jump(hours * HOUR)
      await stage.under(300)
      await server.command('CLIENT', 'KILL', 'TYPE', 'normal')
      await stage.flows()
    }
    expect(stage.publisher.getMetrics()).toMatchObject({ isLeader: true, fenced: 0 })
    expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
  },
)

test('whose clock is hours ahead does not keep newcomers from hearing the others', async () => {
  const ahead = new JumpingClock()
  ahead.jump(3 * HOUR)
  const { server, stage } = await aStage()
  const other = await connected(server, { clock: ahead, lastValue: { intervalMs: 20 } })
  // In every partition.
  for (let i = 0; i < 100; i++) void other.publish(tradeEvent(1, `O${i}/USDT`))
  await other.flush()
  await stage.under(200)

  const newcomer = await connected(server, { delivery: 'log' })
  const ledger = new Ledger(newcomer)
  await wantAll(newcomer)
  await until('it hears the one whose clock is right', () => ledger.delivered > 300, { withinMs: 2_000 })
  // From when it came: nothing of what was before.
  expect(ledger.account.reached - ledger.account.delivered).toBeGreaterThan(500)
  expect(await stage.end()).toMatchObject(NOTHING_LOST)
})
