import { MaintainedBook } from '@md/order-book'
import type { BookChange, Gap, MarketEvent } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import type { RecordedBook } from '../journal/entry.ts'
import { EventFeed } from './event-feed.ts'
import { VirtualClock } from './virtual-clock.ts'

const START = 1_750_000_000_000
const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

function aFeed() {
  const clock = new VirtualClock(START)
  const feed = new EventFeed(clock)
  const heard: MarketEvent[] = []
  return { clock, feed, heard, hear: (event: MarketEvent) => void heard.push(event) }
}

const ticker = (last: number): MarketEvent => ({ type: 'ticker', data: aTicker({ last }) })

const aChange = (
  change: Partial<BookChange> | undefined,
  status: RecordedBook['data']['status'] = 'live',
): RecordedBook => ({
  type: 'orderbook',
  data: {
    ...MARKET,
    timestamp: START,
    receivedAt: START,
    status,
    integrity: 'sequence',
    change: change && { kind: 'delta', sequence: 0, bids: [], asks: [], ...change },
  },
})

const aSnapshot = (sequence = 0) => aChange({ kind: 'snapshot', sequence, bids: [[99, 1]], asks: [[101, 2]] })

test('each subscription hears its own market and channel, and nothing else', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'ticker' }, hear)
  await feed.subscribe({ ...MARKET, channel: 'candles', interval: '5m' }, hear)
  const told: MarketEvent[] = [
    ticker(1),
    { type: 'ticker', data: aTicker({ symbol: 'ETH/USDT' }) },
    { type: 'ticker', data: aTicker({ exchange: 'kraken' }) },
    { type: 'trade', data: aTrade() },
    { type: 'candle', data: aCandle() },
    { type: 'candle', data: aCandle({ interval: '5m' }) },
  ]
  for (const event of told) feed.play(event)
  expect(heard).toEqual([told[0], told[5]])
  expect(feed.counts).toEqual({ played: 6, delivered: 2, conflated: 0, gaps: 0 })
})

test('what is released is not heard any more, and the others go on', async () => {
  const { feed, heard, hear } = aFeed()
  const one = await feed.subscribe({ ...MARKET, channel: 'trades' }, hear)
  await feed.subscribe({ ...MARKET, channel: 'trades' }, hear)
  await feed.subscribe({ ...MARKET, channel: 'trades' })
  await one.unsubscribe()
  await one.unsubscribe()
  feed.play({ type: 'trade', data: aTrade() })
  expect(heard).toHaveLength(1)
})

test('gaps go to their channel and changes of the connection to everyone of the exchange', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'trades' }, hear)
  await feed.subscribe({ ...MARKET, channel: 'candles', interval: '1m' }, hear)
  const gap: Gap = { ...MARKET, channel: 'candles', missed: 2, recovered: false, cause: 'drop' }
  const at = { state: 'DISCONNECTED', previous: 'CONNECTED', reason: 'gone', at: START } as const
  feed.play({ type: 'gap', data: gap })
  feed.play({ type: 'exchange:disconnected', data: { ...at, exchange: 'binance' } })
  feed.play({ type: 'exchange:disconnected', data: { ...at, exchange: 'kraken' } })
  expect(heard.map(({ type }) => type)).toEqual(['gap', 'exchange:disconnected', 'exchange:disconnected'])
  feed.play({ type: 'gap', data: { ...gap, recovered: true } })
  expect(heard.at(-1)?.type).toBe('gap')
  expect(feed.counts.gaps).toBe(1)
})

test('a listener of a type hears it of every market until it is removed', () => {
  const { feed } = aFeed()
  const symbols: string[] = []
  const removal = feed.on('ticker', ({ symbol }) => void symbols.push(symbol))
  feed.play(ticker(1))
  feed.play({ type: 'ticker', data: aTicker({ symbol: 'ETH/USDT' }) })
  removal()
  feed.play(ticker(2))
  expect(symbols).toEqual(['BTC/USDT', 'ETH/USDT'])
})

test('a book is kept from its changes, and its listener reads it as it stands then', async () => {
  const { feed } = aFeed()
  const best: (readonly number[])[] = []
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, ({ type, data }) => {
    if (type === 'orderbook') best.push([data.bids.price(0), data.asks.price(0), data.sequence])
  })
  feed.play(aSnapshot())
  feed.play(aChange({ sequence: 1, bids: [[100, 1]] }))
  feed.play(aChange({ sequence: 2, bids: [[100, 0]] }))
  expect(best).toEqual([
    [99, 101, 0],
    [100, 101, 1],
    [99, 101, 2],
  ])
  expect(feed.orderBook('binance', 'BTC/USDT')?.status).toBe('live')
  expect(feed.orderBook('kraken', 'BTC/USDT')).toBeUndefined()
})

test('a status alone changes the status alone', async () => {
  const { feed } = aFeed()
  const told: unknown[] = []
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, ({ type, data }) => {
    if (type === 'orderbook') told.push([data.status, data.change?.sequence, data.bids.size])
  })
  feed.play(aSnapshot())
  feed.play(aChange(undefined, 'stale'))
  feed.play(aChange(undefined, 'live'))
  expect(told).toEqual([
    ['live', 0, 1],
    ['stale', undefined, 1],
    ['live', undefined, 1],
  ])
})

test('a hole in the sequence is told once, and the book is not live again before the next snapshot', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, hear)
  feed.play(aSnapshot(7))
  feed.play(aChange({ sequence: 10 }))
  feed.play(aChange({ sequence: 11 }))
  feed.play(aChange(undefined, 'live'))
  expect(heard.filter(({ type }) => type === 'gap').map(({ data }) => data)).toEqual([
    { ...MARKET, channel: 'orderbook', from: '8', to: '9', missed: 2, recovered: false, cause: 'sequence' },
  ])
  expect(feed.orderBook('binance', 'BTC/USDT')?.status).toBe('syncing')
  feed.play(aSnapshot(12))
  expect(feed.orderBook('binance', 'BTC/USDT')?.status).toBe('live')
  expect(feed.counts.gaps).toBe(1)
})

test('a recording that begins in the middle of a book says so, and waits for a snapshot', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, hear)
  feed.play(aChange({ sequence: 40 }))
  expect(heard.map(({ data }) => data)).toEqual([
    { ...MARKET, channel: 'orderbook', missed: undefined, recovered: false, cause: 'sequence' },
  ])
  expect(feed.orderBook('binance', 'BTC/USDT')?.status).toBe('syncing')
})

test('a live view that is played is the book', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, hear)
  const book = new MaintainedBook({ ...MARKET, integrity: 'checksum' })
  feed.play({ type: 'orderbook', data: book })
  expect(heard.map(({ data }) => data)).toEqual([book])
  expect(feed.orderBook('binance', 'BTC/USDT')).toBe(book)
})

test('a throttled subscription hears the first at once and then the last of each window', async () => {
  const { clock, feed, heard, hear } = aFeed()
  const handle = await feed.subscribe({ ...MARKET, channel: 'ticker' }, hear, { conflate: { throttleMs: 100 } })
  for (const last of [1, 2, 3]) feed.play(ticker(last))
  expect(heard).toEqual([ticker(1)])
  clock.advanceTo(START + 100)
  expect(heard).toEqual([ticker(1), ticker(3)])
  clock.advanceTo(START + 200)
  feed.play(ticker(4))
  expect(heard).toHaveLength(3)
  expect(feed.counts.conflated).toBe(1)
  feed.play(ticker(5))
  await handle.unsubscribe()
  clock.advanceTo(START + 900)
  expect(heard).toHaveLength(3)
})

test('a throttled subscription is told at once what may not wait', async () => {
  const { feed, heard, hear } = aFeed()
  await feed.subscribe({ ...MARKET, channel: 'candles', interval: '1m' }, hear, { conflate: { throttleMs: 100 } })
  await feed.subscribe({ ...MARKET, channel: 'orderbook' }, hear, { conflate: { throttleMs: 100 } })
  const candle = (close: number, closed = false): MarketEvent => ({ type: 'candle', data: aCandle({ close, closed }) })
  for (const event of [candle(1), candle(2), candle(3, true), candle(4)]) feed.play(event)
  feed.play({ type: 'gap', data: { ...MARKET, channel: 'candles', missed: 1, recovered: false, cause: 'drop' } })
  expect(heard.map(({ data }) => ('close' in data ? data.close : 'gap'))).toEqual([1, 3, 4, 'gap'])
  feed.play(aSnapshot())
  feed.play(aChange({ sequence: 1 }))
  feed.play(aChange({ sequence: 2 }))
  feed.play(aChange(undefined, 'stale'))
  expect(heard.filter(({ type }) => type === 'orderbook')).toHaveLength(3)
  expect(feed.orderBook('binance', 'BTC/USDT')?.status).toBe('stale')
})

test('a throttle needs a time', async () => {
  const { feed, hear } = aFeed()
  const subscribing = feed.subscribe({ ...MARKET, channel: 'ticker' }, hear, { conflate: { throttleMs: 0 } })
  await expect(subscribing).rejects.toThrow('throttleMs 0 cannot be used')
})
