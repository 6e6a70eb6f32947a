import { systemClock } from '@md/runtime'
import { EVENT_TYPES, type EventOrigin, type MarketEvent } from '@md/types'
import { expect, test } from 'vitest'
import { aBridge, aServer, connected, heardBy } from '../test/bridges.ts'
import { HostBook, ONE_OF_EACH, tickerEvent, tradeEvent } from '../test/events.ts'
import { LogBook } from '../test/log-book.ts'
import { Names } from './names.ts'
import { until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

test('every type of event comes as it was published, to its own listeners and to those of all', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribeAll()
  const all = heardBy(subscriber)
  const own: MarketEvent[] = []
  for (const type of EVENT_TYPES) subscriber.on(type, (data) => own.push({ type, data } as MarketEvent))

  const published = [...ONE_OF_EACH, new HostBook().snapshot()]
  for (const event of published) await publisher.publish(event)
  await until('all are there', () => all.length === published.length)
  expect(all.filter(({ type }) => type !== 'orderbook').toSorted(byType)).toEqual(ONE_OF_EACH.toSorted(byType))
  expect(own.map(({ type }) => type)).toEqual(all.map(({ type }) => type))
})

test('what the exchange did not say is not invented on the way', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribeAll()
  const heard = heardBy(subscriber)
  const events: MarketEvent[] = [
    {
      type: 'trade',
      data: {
        ...MARKET,
        timestamp: undefined,
        receivedAt: 1.25,
        id: 'a"\\ü',
        price: 1e-8,
        amount: 1e21,
        side: 'sell',
        origin: 'backfill',
      },
    },
    {
      type: 'ticker',
      data: {
        ...MARKET,
        timestamp: undefined,
        receivedAt: 2,
        last: 1,
        bid: 1,
        ask: 1,
        quote: 'last',
        quoteVolume24h: 5,
      },
    },
  ]
  for (const event of events) void publisher.publish(event)
  await until('both are there', () => heard.length === 2)
  expect(heard.toSorted(byType)).toEqual(events.toReversed().toSorted(byType))
})

test('an event says which instance published it, and when', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server, { instanceId: 7 }), await connected(server)]
  await subscriber.subscribe('trade', MARKET)
  const origins: EventOrigin[] = []
  subscriber.onEvent((_, origin) => origins.push(origin))
  void publisher.publish(tradeEvent(1))
  void publisher.publish(tradeEvent(2))
  await until('both are there', () => origins.length === 2)
  expect(origins).toMatchObject([
    { instanceId: '7', epoch: publisher.getMetrics().fence, sequence: 1 },
    { instanceId: '7', sequence: 2 },
  ])
  expect(Math.abs((origins[0]?.publishedAt ?? 0) - systemClock.now())).toBeLessThan(60_000)
})

test('nobody hears itself: every event goes to every other instance, once', async () => {
  const server = await aServer()
  const bridges = await Promise.all([1, 2, 3].map((instanceId) => connected(server, { instanceId })))
  await Promise.all(bridges.map((bridge) => bridge.subscribeAll()))
  for (let i = 1; i <= 100; i++) for (const bridge of bridges) void bridge.publish(tradeEvent(i))
  await until('all have all', () => bridges.every((bridge) => bridge.getMetrics().receivedEvents === 200))
  for (const bridge of bridges) {
    expect(bridge.getMetrics()).toMatchObject({ publishedEvents: 100, receivedEvents: 200, lost: 0, duplicates: 0 })
    expect(bridge.getMetrics().selfFiltered).toBeGreaterThan(0)
  }
})

test('two bridges of one instance do not hear each other, whether it is called 1 or "1"', async () => {
  const server = await aServer()
  const [one, same, other] = [
    await connected(server, { instanceId: 1 }),
    await connected(server, { instanceId: '1' }),
    await connected(server, { instanceId: 2 }),
  ]
  await Promise.all([same.subscribe('trade'), other.subscribe('trade')])
  void one.publish(tradeEvent(1))
  await until('the other has it', () => other.getMetrics().receivedEvents === 1)
  await until('the same has refused it', () => same.getMetrics().selfFiltered === 1)
  expect(same.getMetrics().receivedEvents).toBe(0)
})

test('events published before connecting are dropped and counted, not thrown', async () => {
  const bridge = aBridge({ port: 1 })
  await expect(bridge.publish(tradeEvent(1))).resolves.toBeUndefined()
  expect(bridge.getMetrics()).toMatchObject({ publishedEvents: 0, publishDropped: { trade: 1 } })
})

test('a bridge that may not publish counts what it was given', async () => {
  const server = await aServer()
  const bridge = await connected(server, { enablePublishing: false })
  await bridge.publish(tradeEvent(1))
  expect(bridge.getMetrics()).toMatchObject({ publishedEvents: 0, publishDropped: { trade: 1 }, isLeader: false })
})

test('an event with a number that is none is refused, and hurts no other', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  const bad = { type: 'trade', data: { ...tradeEvent(1).data, price: Number.NaN } } as MarketEvent
  void publisher.publish(bad)
  void publisher.publish(tradeEvent(2))
  await until('the good one is there', () => heard.length === 1)
  expect(heard).toEqual([tradeEvent(2)])
  expect(publisher.getMetrics()).toMatchObject({ refused: 1, publishedEvents: 1 })
})

test('of the tickers in one batch the last is sent, the others are counted', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribe('ticker', MARKET)
  const heard = heardBy(subscriber)
  for (let i = 1; i <= 10; i++) void publisher.publish(tickerEvent(i))
  await until('it is there', () => heard.length === 1)
  expect(heard).toEqual([tickerEvent(10)])
  expect(publisher.getMetrics()).toMatchObject({ publishedEvents: 10, conflated: 9 })
  expect(subscriber.getMetrics()).toMatchObject({ lost: 0, gaps: 0 })
})

test('whoever joins late is told the last values', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  for (const event of ONE_OF_EACH) void publisher.publish(event)
  await publisher.flush()
  await until(
    'they are kept',
    async () => (await server.command('EXISTS', `ws:{${PARTITION}}:lv:ticker:binance:BTC/USDT`)) === 1,
  )

  const late = await connected(server)
  const heard = heardBy(late)
  await late.subscribeAll()
  await until('they are told', () => heard.length === 3, { withinMs: 1_000 })
  expect(heard.map(({ type }) => type).sort()).toEqual(['candle', 'exchange:error', 'ticker'])
})

test('a listener that throws is reported, and hurts nobody else', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribe('trade', MARKET)
  const errors: string[] = []
  subscriber.on('error', ({ code }) => errors.push(code))
  subscriber.on('trade', () => {
    throw new Error('mine')
  })
  const heard = heardBy(subscriber)
  void publisher.publish(tradeEvent(1))
  void publisher.publish(tradeEvent(2))
  await until('both are there', () => heard.length === 2)
  expect(errors).toEqual(['LISTENER_THREW', 'LISTENER_THREW'])
  expect(subscriber.getMetrics().handlerErrors).toBe(2)
})

test('garbage, unknown versions and unknown shapes are counted, never thrown', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  const channel = `ws:{${PARTITION}}:live:trade:binance:BTC/USDT`
  const good = { v: 1, s: 'x', w: 'w', f: 1, b: 1, tp: 1 }
  const bad = ['', '{', '[]', '{"v":1}', JSON.stringify({ ...good, m: 7 }), JSON.stringify({ ...good, m: [['a']] })]
  for (const payload of bad) await server.command('PUBLISH', channel, payload)
  await server.command('PUBLISH', channel, JSON.stringify({ ...good, v: 2, m: [] }))
  await server.command('PUBLISH', channel, JSON.stringify({ ...good, m: [[1, null, 1, 'id', 'price']] }))
  void publisher.publish(tradeEvent(1))
  await until('the good one is there', () => heard.length === 1)
  expect(subscriber.getMetrics()).toMatchObject({ decodeErrors: bad.length + 1, unknownVersions: 1, errors: 0 })
})

test('every hundredth event is logged', async () => {
  const server = await aServer()
  const logger = new LogBook()
  const [publisher, subscriber] = [await connected(server, { logger }), await connected(server, { logger })]
  await subscriber.subscribe('trade', MARKET)
  for (let i = 1; i <= 250; i++) void publisher.publish(tradeEvent(i))
  await until('all are there', () => subscriber.getMetrics().receivedEvents === 250)
  expect(logger.lines('debug').filter((line) => line.startsWith('Redis events'))).toEqual([
    'Redis events published: 100',
    'Redis events published: 200',
    'Redis events received: 100',
    'Redis events received: 200',
  ])
})

const byType = (a: MarketEvent, b: MarketEvent) => (a.type < b.type ? -1 : 1)

/** Where BTC/USDT of binance is. */
const PARTITION = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } }).partitionOf(MARKET)
