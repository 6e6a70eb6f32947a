import type { MarketEvent, Ticker } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HostBook, ONE_OF_EACH } from '../../test/events.ts'
import { channelOf, parseChannel } from '../names.ts'
import { decodeEvent } from './decode-event.ts'
import { encodeEvent } from './encode-event.ts'

const price = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e300 }).map((value) => value + 0)
const time = fc.option(fc.integer({ min: 0, max: 2e12 }), { nil: undefined })
const stamp = {
  exchange: fc.constant('kraken' as const),
  symbol: fc.string({ minLength: 1 }),
  timestamp: time,
  receivedAt: price,
}

const trade = fc.record({
  type: fc.constant('trade' as const),
  data: fc.record({
    ...stamp,
    id: fc.string(),
    price,
    amount: price,
    side: fc.constantFrom('buy' as const, 'sell' as const),
    origin: fc.constantFrom('live' as const, 'backfill' as const),
  }),
})

const ticker = fc.record({
  type: fc.constant('ticker' as const),
  data: fc
    .record(
      {
        ...stamp,
        last: price,
        bid: price,
        ask: price,
        quote: fc.constantFrom('live' as const, 'last' as const),
        bidAmount: price,
        askAmount: price,
        high24h: price,
        low24h: price,
        open24h: price,
        volume24h: price,
        quoteVolume24h: price,
      },
      { requiredKeys: ['exchange', 'symbol', 'timestamp', 'receivedAt', 'last', 'bid', 'ask', 'quote'] },
    )
    .map((data): Ticker => data),
})

const travelled = (event: MarketEvent) => {
  const channel = parseChannel(channelOf(event).name)
  const item: unknown = JSON.parse(`[1,${encodeEvent(event)}]`)
  return channel === undefined || !Array.isArray(item) ? undefined : decodeEvent(channel, item, 1)
}

test('trades and tickers come out as they went in, whatever is in them', () => {
  fc.assert(
    fc.property(fc.oneof(trade, ticker), (event) => {
      expect(travelled(event)).toEqual(event)
    }),
  )
})

test.each(ONE_OF_EACH.map((event) => [event.type, event] as const))('%s comes out as it went in', (_type, event) => {
  expect(travelled(event)).toEqual(event)
})

test('a book travels as its change, or as its status alone', () => {
  const host = new HostBook()
  const told = host.snapshot(3)
  expect(travelled(told)).toMatchObject({
    type: 'book',
    status: 'live',
    integrity: 'checksum',
    change: host.book.change,
  })
  expect(travelled(host.update())).toMatchObject({ sequence: 2, change: host.book.change })
  expect(travelled(host.become('stale'))).toMatchObject({ status: 'stale', sequence: 2, change: undefined })
})

test.each(ONE_OF_EACH.map((event) => [event.type, event] as const))(
  'garbage in place of a %s is nothing, never an error',
  (_type, event) => {
    const channel = channelOf(event)
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 14 }), (item) => {
        decodeEvent(channel, item, 1)
      }),
    )
    expect(decodeEvent(channel, [1, 'x', 'y'], 1)).toBeUndefined()
  },
)

test('a number that is none never travels', () => {
  const host = new HostBook()
  const book = host.snapshot(1)
  host.book.update({ bids: [[Number.NaN, 1]], asks: [] }, { timestamp: 1, receivedAt: 1 })
  expect(encodeEvent(book)).toBeUndefined()
  for (const event of ONE_OF_EACH) {
    if (event.type !== 'trade' && event.type !== 'ticker' && event.type !== 'candle') continue
    const bad = { ...event, data: { ...event.data, receivedAt: Number.POSITIVE_INFINITY } } as MarketEvent
    expect(encodeEvent(bad)).toBeUndefined()
  }
})
