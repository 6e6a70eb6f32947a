import type { EventType } from '@md/types'
import { expect, test } from 'vitest'
import { aBridge, aServer, connected, heardBy } from '../test/bridges.ts'
import { ONE_OF_EACH, tickerEvent, tradeEvent } from '../test/events.ts'
import { until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
type Server = Awaited<ReturnType<typeof aServer>>

const liveChannels = async (server: Server) =>
  ((await server.command('PUBSUB', 'CHANNELS', 'ws:*:live:*')) as string[])
    .map((name) => name.replace(/.*:live:/, ''))
    .sort()
const patterns = (server: Server) => server.command('PUBSUB', 'NUMPAT')

test('a subscription made before connecting is remembered', async () => {
  const server = await aServer()
  const bridge = aBridge(server)
  await bridge.subscribe('trade', MARKET)
  expect(bridge.getMetrics()).toMatchObject({ subscriptions: 1, activeSubscriptions: ['trade:binance:BTC/USDT'] })
  await bridge.connect()
  expect(await liveChannels(server)).toEqual(['trade:binance:BTC/USDT'])
  const heard = heardBy(bridge)
  void (await connected(server)).publish(tradeEvent(1))
  await until('it works', () => heard.length === 1)
})

test('Redis sends only what was asked for', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  await bridge.subscribe('trade', MARKET)
  await bridge.subscribe('candle', { ...MARKET, interval: '1m' })
  await bridge.subscribe('exchange:connected', { exchange: 'kraken' })
  expect(await liveChannels(server)).toEqual([
    'candle:binance:BTC/USDT:1m',
    'exchange:kraken',
    'trade:binance:BTC/USDT',
  ])
  expect(await patterns(server)).toBe(0)

  const heard = heardBy(bridge)
  void publisher.publish(tradeEvent(1, 'ETH/USDT'))
  void publisher.publish(tickerEvent(1))
  void publisher.publish(tradeEvent(2))
  await until('it is there', () => heard.length === 1)
  expect(heard).toEqual([tradeEvent(2)])
  expect(bridge.getMetrics().received).toBe(1)
})

test('of one exchange only the changes asked for are told', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  await bridge.subscribe('exchange:reconnecting', { exchange: 'binance' })
  const heard = heardBy(bridge)
  for (const event of ONE_OF_EACH) void publisher.publish(event)
  await until('it is there', () => heard.length === 1)
  expect(heard.map(({ type }) => type)).toEqual(['exchange:reconnecting'])
})

test('subscribed twice is subscribed once', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  const said: EventType[] = []
  bridge.on('subscribed', ({ type }) => said.push(type))
  await Promise.all([bridge.subscribe('trade', MARKET), bridge.subscribe('trade', MARKET)])
  await bridge.subscribe('trade', { symbol: 'BTC/USDT', exchange: 'binance' })
  const heard = heardBy(bridge)
  void publisher.publish(tradeEvent(1))
  await until('it is there', () => heard.length === 1)
  expect(bridge.getMetrics()).toMatchObject({ subscriptions: 1, duplicates: 0 })
  expect(said).toEqual(['trade'])
})

test('two subscriptions to the same market are one message', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  await bridge.subscribe('trade', MARKET)
  await bridge.subscribe('trade')
  const heard = heardBy(bridge)
  for (let i = 1; i <= 20; i++) void publisher.publish(tradeEvent(i))
  await until('they are there', () => heard.length === 20)
  await bridge.unsubscribe('trade')
  for (let i = 21; i <= 40; i++) void publisher.publish(tradeEvent(i))
  await until('they are there', () => heard.length === 40)
  expect(heard).toEqual(Array.from({ length: 40 }, (_, i) => tradeEvent(i + 1)))
})

test('everything is one pattern, the same in every process', async () => {
  const server = await aServer()
  const bridges = [await connected(server), await connected(server), await connected(server)]
  for (const bridge of bridges) await bridge.subscribeAll()
  expect(await patterns(server)).toBe(1)
  expect(await liveChannels(server)).toEqual([])
  expect(bridges[0]?.getMetrics().subscriptions).toBe(9)
})

test('after unsubscribing nothing comes, and Redis sends nothing', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  const said: string[] = []
  bridge.on('unsubscribed', ({ type }) => said.push(type))
  await bridge.subscribe('trade', MARKET)
  await bridge.subscribe('ticker', MARKET)
  const heard = heardBy(bridge)
  await bridge.unsubscribe('trade', MARKET)
  await bridge.unsubscribe('candle', MARKET)
  void publisher.publish(tradeEvent(1))
  void publisher.publish(tickerEvent(1))
  await until('the ticker is there', () => heard.length === 1)
  expect(heard).toEqual([tickerEvent(1)])
  expect(said).toEqual(['trade'])
  expect(await liveChannels(server)).toEqual(['ticker:binance:BTC/USDT'])
})

test('after unsubscribing from all nothing is subscribed to', async () => {
  const server = await aServer()
  const bridge = await connected(server)
  await bridge.subscribeAll()
  await bridge.subscribe('trade', MARKET)
  await bridge.unsubscribeAll()
  await bridge.unsubscribeAll()
  expect(bridge.getMetrics()).toMatchObject({ subscriptions: 0, activeSubscriptions: [] })
  expect(await patterns(server)).toBe(0)
  const channels = (await server.command('PUBSUB', 'CHANNELS')) as string[]
  expect(channels.filter((channel) => !channel.includes(':probe:'))).toEqual([])
})

test('what is changed all at once ends as it was asked last', async () => {
  const server = await aServer()
  const bridge = await connected(server)
  const symbols = Array.from({ length: 600 }, (_, i) => `S${i}/USDT`)
  const filter = (symbol: string) => ({ exchange: 'binance', symbol }) as const
  await Promise.all(symbols.map((symbol) => bridge.subscribe('trade', filter(symbol))))
  await Promise.all([
    ...symbols.slice(0, 500).map((symbol) => bridge.unsubscribe('trade', filter(symbol))),
    ...symbols.slice(0, 50).map((symbol) => bridge.subscribe('trade', filter(symbol))),
  ])
  expect(await liveChannels(server)).toHaveLength(150)
})

test('a bridge that may not subscribe has no subscriber', async () => {
  const server = await aServer()
  const bridge = await connected(server, { enableSubscription: false })
  await bridge.subscribe('trade', MARKET)
  expect(bridge.getMetrics().links.map(({ name }) => name)).toEqual(['publisher'])
})

test.each([
  ['event type', 'nonsense', {}],
  ['exchange', 'trade', { exchange: 'mtgox' }],
  ['symbol', 'trade', { symbol: '' }],
  ['interval', 'candle', { interval: '7m' }],
])('refuses an unknown %s', async (what, type, filter) => {
  const bridge = aBridge({ port: 1 })
  await expect(bridge.subscribe(type as EventType, filter as object)).rejects.toMatchObject({ context: { what } })
})

test('a symbol may be anything', async () => {
  const server = await aServer()
  const [publisher, bridge] = [await connected(server), await connected(server)]
  const symbol = 'a:{b}*?[c] \\%é/x'
  await bridge.subscribe('trade', { exchange: 'binance', symbol })
  const heard = heardBy(bridge)
  void publisher.publish(tradeEvent(1, symbol))
  await until('it is there', () => heard.length === 1)
  expect(heard).toEqual([tradeEvent(1, symbol)])
})
