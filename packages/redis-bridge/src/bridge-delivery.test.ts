import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aServer, connected, heardBy } from '../test/bridges.ts'
import { until } from './testing/index.ts'

const trades = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    type: 'trade' as const,
    data: aTrade({ id: String(from + i), price: 100 + i }),
  }))

test.each(['live', 'repaired', 'log'] as const)(
  'what one bridge publishes another delivers, whole and in order (%s)',
  async (delivery) => {
    const server = await aServer()
    const publisher = await connected(server)
    const subscriber = await connected(server, { delivery })
    await subscriber.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
    const heard = heardBy(subscriber)

    const published = trades(1, 1_000)
    for (const event of published) void publisher.publish(event)
    await publisher.flush()
    await until('all trades are there', () => heard.length === 1_000)
    expect(heard).toEqual(published)
    expect(subscriber.getMetrics()).toMatchObject({ lost: 0, duplicates: 0, gaps: 0, decodeErrors: 0 })
    expect(publisher.getMetrics()).toMatchObject({ publishedEvents: 1_000, acked: 1_000, errors: 0 })
  },
)

test.each(['log', 'repaired'] as const)('a publisher may do without the live channels (%s)', async (delivery) => {
  const server = await aServer()
  const publisher = await connected(server, { live: { enabled: false } })
  const subscriber = await connected(server, { delivery })
  await subscriber.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
  const heard = heardBy(subscriber)

  const published = trades(1, 300)
  for (const event of published) void publisher.publish(event)
  await until('all trades are there', () => heard.length === 300)

  expect(heard).toEqual(published)
  expect(subscriber.getMetrics()).toMatchObject({ lost: 0, received: 0 })
})

test('a publisher without a log loses nothing that is published once it is connected', async () => {
  const server = await aServer()
  const subscriber = await connected(server, { delivery: 'live' })
  await subscriber.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
  const heard = heardBy(subscriber)
  const publisher = await connected(server, { log: { enabled: false } })

  const published = trades(1, 5)
  for (const event of published) void publisher.publish(event)
  await until('all trades are there', () => heard.length === 5)

  expect(publisher.getMetrics().publishDropped.trade).toBe(0)
})
