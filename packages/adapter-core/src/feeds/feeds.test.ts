import type { Inbound } from '@md/adapter-core'
import { requestKey } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anUpdate, aSnapshot } from '../../test/a-book-keeper.ts'
import { feedParts } from '../../test/feed-parts.ts'
import { orderbook, trades } from '../../test/wire-request.ts'
import type { WireRequest } from '../protocol.ts'
import { Feeds } from './feeds.ts'

const TICKER: WireRequest = { channel: 'ticker', symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' }
const CANDLES: WireRequest = { channel: 'candles', symbol: 'BTC/USDT', interval: '1m', venueSymbol: 'BTCUSDT' }
const TRADES = trades('BTC/USDT')
const BOOK = orderbook('BTC/USDT')
const ALL = [TICKER, TRADES, BOOK, CANDLES]

const LEADING = { id: 1, leading: true }
const FOLLOWING = { id: 2, leading: false }

const MESSAGES: readonly Inbound[] = [
  { kind: 'ticker', ticker: aTicker({ quote: 'last' }) },
  { kind: 'quote', symbol: 'BTC/USDT', bid: 1, ask: 2, bidAmount: 3, askAmount: 4 },
  { kind: 'trade', trade: aTrade() },
  { kind: 'candle', candle: aCandle() },
  aSnapshot({ last: 5 }),
]

function someFeeds() {
  const made = feedParts({ book: { startsFrom: 'stream' } })
  const feeds = new Feeds(made.parts)
  return { ...made, feeds, types: () => made.events.map(({ type }) => type) }
}

function openFeeds() {
  const made = someFeeds()
  for (const request of ALL) made.feeds.open(request)
  made.feeds.wantFromTrades(TRADES, true)
  return made
}

test('each message goes to the feed of its market and channel', () => {
  const { feeds, types } = openFeeds()

  expect(MESSAGES.map((message) => feeds.take(message, LEADING, 5))).toEqual(Array(5).fill(true))

  expect(types()).toEqual(['ticker', 'ticker', 'trade', 'candle', 'orderbook'])
  expect(ALL.map((request) => feeds.of(request)?.messages)).toEqual([2, 1, 1, 1])
})

test('what nobody asked for is refused', () => {
  const { feeds, types } = someFeeds()

  expect(MESSAGES.map((message) => feeds.take(message, LEADING, 5))).toEqual(Array(5).fill(false))
  expect(types()).toEqual([])
})

test('a heartbeat that nobody follows is a heartbeat all the same', () => {
  expect(someFeeds().feeds.take({ kind: 'trade-watermark', symbol: 'A/B', id: '5' }, LEADING, 5)).toBe(true)
  const { feeds } = openFeeds()
  expect(feeds.take({ kind: 'trade-watermark', symbol: 'BTC/USDT', id: '5' }, LEADING, 5)).toBe(true)
  expect(feeds.take({ kind: 'control', name: 'pong' }, LEADING, 5)).toBe(true)
})

test('of two lines that carry the same, the tickers and candles of one are told', () => {
  const { feeds, types } = openFeeds()

  expect(MESSAGES.map((message) => feeds.take(message, FOLLOWING, 5))).toEqual(Array(5).fill(true))

  expect(types()).toEqual(['trade', 'orderbook'])
})

test('opening twice is opening once', () => {
  const { feeds } = openFeeds()
  const book = feeds.book('BTC/USDT')

  feeds.open(BOOK)

  expect(feeds.book('BTC/USDT')).toBe(book)
  expect([...feeds.books].length).toBe(1)
})

test('a closed feed takes nothing any more, and its book is stale for whoever holds it', () => {
  const { feeds } = openFeeds()
  const book = feeds.book('BTC/USDT')

  for (const request of ALL) feeds.close(request)
  feeds.close(BOOK)

  expect([book?.status, feeds.book('BTC/USDT')]).toEqual(['stale', undefined])
  expect(ALL.map((request) => [requestKey(request), feeds.of(request)])).toEqual(
    ALL.map((request) => [requestKey(request), undefined]),
  )
})

test('the end of all is the end of each', () => {
  const { feeds, clock } = openFeeds()
  for (const message of MESSAGES) feeds.take(message, LEADING, 5)

  feeds.stop()

  expect([[...feeds.books], clock.pending]).toEqual([[], 0])
})

test('a part of a frame that cannot be read costs the book whose change it may have been', () => {
  const { feeds } = openFeeds()
  feeds.take(aSnapshot({ last: 5 }), LEADING, 5)
  const book = feeds.book('BTC/USDT')
  const skipped = { kind: 'skipped', reason: 'number', detail: '' } as const

  feeds.damaged(skipped, LEADING)
  feeds.damaged({ ...skipped, symbol: 'BTC/USDT', channel: 'trades' }, LEADING)
  feeds.damaged({ ...skipped, symbol: 'ETH/USDT', channel: 'orderbook' }, LEADING)
  expect(book?.status).toBe('live')
  feeds.damaged({ ...skipped, symbol: 'BTC/USDT', channel: 'orderbook' }, LEADING)

  expect(book?.status).toBe('syncing')
})

test('a lost line is told to each feed in its own way', () => {
  const { feeds, events } = openFeeds()
  for (const message of MESSAGES) feeds.take(message, LEADING, 5)
  for (const request of ALL) feeds.of(request)?.lost(1)
  events.length = 0

  for (const request of ALL) feeds.of(request)?.subscribed(2)
  feeds.take({ kind: 'ticker', ticker: aTicker({ quote: 'last' }) }, LEADING, 5)
  feeds.take(anUpdate(6), { id: 2, leading: true }, 5)

  expect(events.find(({ type }) => type === 'ticker')?.data).toMatchObject({ quote: 'last' })
  expect(feeds.book('BTC/USDT')?.status).toBe('syncing')
})

test('who wants something made of trades that are not followed gets nothing', () => {
  expect(() => someFeeds().feeds.wantFromTrades(CANDLES, true)).not.toThrow()
})
