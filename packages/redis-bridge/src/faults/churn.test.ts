import { expect, test } from 'vitest'
import { connected } from '../../test/bridges.ts'
import { tradeEvent } from '../../test/events.ts'
import { aStage, NOTHING_LOST } from '../../test/fault-stage.ts'
import { SYMBOLS } from '../../test/load.ts'
import { until } from '../testing/index.ts'

const MARKETS = Array.from({ length: 10_000 }, (_, i) => ({ exchange: 'binance', symbol: `C${i}/USDT` }) as const)

test('10,000 channels may come and go under load: each is heard while it is wanted, and none is left behind', async () => {
  const { server, stage } = await aStage()
  const { publisher, subscriber } = stage
  const another = await connected(server)
  let heard = 0
  subscriber.on('trade', ({ symbol }) => {
    if (symbol.startsWith('C')) heard += 1
  })
  const channels = async () => {
    const names = await server.command('PUBSUB', 'CHANNELS', 'ws:*:live:trade:*')
    return Array.isArray(names) ? names.length : 0
  }

  await Promise.all(MARKETS.map((market) => subscriber.subscribe('trade', market)))
  expect(await channels()).toBe(MARKETS.length + SYMBOLS.length)
  // Not all at once: a publisher drops, and counts, what a slow machine does not take.
  for (let from = 0; from < MARKETS.length; from += 1_000) {
    for (const { symbol } of MARKETS.slice(from, from + 1_000)) void another.publish(tradeEvent(1, symbol))
    await another.flush()
  }
  await until('each is heard', () => heard === MARKETS.length)

  await Promise.all(MARKETS.map((market) => subscriber.unsubscribe('trade', market)))
  // A machine so slow that the link is made anew meanwhile subscribes to what is left a moment later.
  await until('none is left behind', async () => (await channels()) === SYMBOLS.length)
  for (const { symbol } of MARKETS) void another.publish(tradeEvent(2, symbol))
  await another.flush()

  // Side by side, and against each other.
  const some = MARKETS.slice(0, 1_000)
  await Promise.all(
    some.flatMap((market) => [
      subscriber.subscribe('trade', market),
      subscriber.unsubscribe('trade', market),
      subscriber.subscribe('trade', market),
    ]),
  )
  expect(await channels()).toBe(some.length + SYMBOLS.length)
  for (const { symbol } of some) void another.publish(tradeEvent(3, symbol))
  await until('they are heard again', () => heard === MARKETS.length + some.length)

  await stage.flows()
  expect(publisher.getMetrics().publishDropped.trade).toBe(0)
  expect(subscriber.getMetrics()).toMatchObject({ subscriptions: some.length + SYMBOLS.length, lost: 0 })
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
}, 60_000)
