import type { MarketEvent } from '@md/types'
import { expect, test } from 'vitest'
import { aServer, connected, heardBy } from '../test/bridges.ts'
import { tickerEvent, tradeEvent } from '../test/events.ts'
import { Names } from './names.ts'
import { until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const PARTITION = NAMES.partitionOf(MARKET)

const withData = (event: MarketEvent, data: object): MarketEvent =>
  ({ ...event, data: { ...event.data, ...data } }) as MarketEvent

test('an event with a number that is none costs itself, not its batch', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  await subscriber.subscribe('ticker', MARKET)
  const heard = heardBy(subscriber)
  const nan = Number.NaN
  const bad = [
    withData(tradeEvent(1), { timestamp: nan }),
    withData(tradeEvent(1), { price: nan }),
    withData(tickerEvent(1), { timestamp: Number.POSITIVE_INFINITY }),
    withData({ type: 'exchange:error', data: { exchange: 'binance' } } as MarketEvent, { at: nan }),
  ]
  for (const event of [tradeEvent(1), ...bad, tradeEvent(2), tickerEvent(3)]) void publisher.publish(event)
  await until('the good ones are there', () => heard.length === 3)
  expect(heard).toEqual(expect.arrayContaining([tradeEvent(1), tradeEvent(2), tickerEvent(3)]))
  expect(publisher.getMetrics().refused).toBe(4)
  expect(subscriber.getMetrics()).toMatchObject({ decodeErrors: 0, lost: 0 })
})

test('whatever is published, publishing does not throw, and no counter breaks', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const circular: Record<string, unknown> = { exchange: 'binance', symbol: 'A/B', channel: 'trades' }
  circular['self'] = circular
  const thrower = {
    type: 'trade',
    get data(): never {
      throw new Error('no')
    },
  }
  const events: unknown[] = [undefined, null, 5, {}, { type: 'x', data: {} }, { type: 'gap', data: circular }, thrower]
  for (const event of events) await publisher.publish(event as MarketEvent)
  await publisher.disconnect()
  for (const event of events) await publisher.publish(event as MarketEvent)
  const { publishDropped, refused } = publisher.getMetrics()
  expect(refused).toBeGreaterThanOrEqual(events.length)
  expect(Object.values(publishDropped).every(Number.isInteger)).toBe(true)
})

test('garbage on a channel is counted, and becomes no event, no price and no property', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => heard.length === 1)

  const { fence } = publisher.getMetrics()
  const writers = (await server.command('ZRANGE', NAMES.writers(PARTITION), '0', '0')) as string[]
  const head = `{"v":1,"s":"x","w":"${writers[0]}","f":${fence},"b":1,"tp":1`
  const items = [
    '[1,null,1,"x",1e999,1,0,0]',
    '[2,null,1,"x",1,1,7,0]',
    '[3,null,1e999,"x",1,1,0,0]',
    '[1.5,null,1,"x",1,1,0,0]',
    '[-1,null,1,"x",1,1,0,0]',
    '[null]',
  ]
  const live = NAMES.live(NAMES.partitionOf({ exchange: 'binance', symbol: 'X/Y' }), 'trade:binance:X/Y')
  const other = await connected(server, { delivery: 'live' })
  await other.subscribe('trade', { exchange: 'binance', symbol: 'X/Y' })
  await subscriber.subscribe('trade', { exchange: 'binance', symbol: 'X/Y' })
  const others = heardBy(other)
  for (const item of items) await server.command('PUBLISH', live, `${head},"m":[${item}]}`)
  const weird = [
    '',
    'null',
    '[]',
    '{"v":1}',
    `${head},"m":[5]}`,
    `{"v":1,"s":"x","w":"a b*","f":1,"b":1,"tp":1,"m":[]}`,
    `{"v":1,"s":"x","w":"w","f":1,"b":1,"tp":1e999,"m":[]}`,
    `{"v":1,"s":"x","w":"w","f":1e999,"b":1,"tp":1,"m":[]}`,
    '{"__proto__":{"polluted":1},"v":1}',
    `${head},"since":[0,0],"q":{"__proto__":1,"constructor":2}}`,
  ]
  for (const text of weird) await server.command('PUBLISH', live, text)
  await until('they were all counted', () => other.getMetrics().decodeErrors >= items.length + weird.length - 1)
  expect(others).toEqual([])
  expect('polluted' in {}).toBe(false)
  expect(heard).toHaveLength(1)

  void publisher.publish(tradeEvent(2))
  await until('the next is there', () => heard.length === 2)
  expect(heard[1]).toEqual(tradeEvent(2))
})
