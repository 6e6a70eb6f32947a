import { expect, test } from 'vitest'
import { aStage, NOTHING_LOST } from '../../test/fault-stage.ts'

const WATCHFUL = { watchdog: { pingMs: 200, timeoutMs: 600 } }

test.each(['publisher', 'subscriber', 'both'] as const)(
  'the way of %s may swallow everything, and then be cut: nothing is lost',
  async (through) => {
    const { network, stage } = await aStage({ through })
    for (let i = 0; i < 3; i++) {
      network.blackHole()
      await stage.under(300)
      network.cut()
      await network.pass()
      await stage.flows()
    }
    expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
  },
)

test('a way that swallows everything and is never cut is given up, and made anew', async () => {
  const { network, stage } = await aStage({ through: 'both', publisher: WATCHFUL, subscriber: WATCHFUL })
  network.blackHole()
  await stage.under(1_500)
  expect([stage.publisher.isReady(), stage.subscriber.isReady()]).toEqual([false, false])
  await network.pass()
  await stage.flows()
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
})

test('a connection may be cut in the middle of a reply, at any byte', async () => {
  const { network, stage } = await aStage({ through: 'both' })
  for (let i = 0; i < 12; i++) {
    network.cutAfterBytes(2_000 + i * 37)
    await stage.under(80)
  }
  await stage.flows()
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
  expect(stage.subscriber.getMetrics()).toMatchObject({ decodeErrors: 0, unknownVersions: 0 })
})
