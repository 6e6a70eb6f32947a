import { describe, expect, test } from 'vitest'
import {
  body,
  btc,
  context,
  decoded,
  depth,
  E,
  full,
  kline,
  mini,
  only,
  quote,
  trade,
  wrapped,
} from '../test/frames.ts'

describe('market data, as /ws sends it and as /stream wraps it', () => {
  test.each<[string, object, unknown]>([
    [
      'btcusdt@trade',
      trade,
      {
        kind: 'trade',
        trade: { ...btc, id: '4711', price: 77560.64, amount: 0.0025, side: 'sell', timestamp: E - 3, origin: 'live' },
      },
    ],
    [
      'btcusdt@miniTicker',
      mini,
      {
        kind: 'ticker',
        ticker: {
          ...btc,
          ...{ last: 77560, bid: 77560, ask: 77560, quote: 'last', timestamp: E },
          ...{ open24h: 77000, high24h: 78000, low24h: 76000, volume24h: 9.5, quoteVolume24h: 736820 },
        },
      },
    ],
    [
      'btcusdt@ticker',
      full,
      {
        kind: 'ticker',
        ticker: {
          ...btc,
          ...{
            last: 77560,
            bid: 77559.99,
            ask: 77560.01,
            quote: 'live',
            bidAmount: 0.25,
            askAmount: 1.5,
            timestamp: E,
          },
          ...{ open24h: 77000, high24h: 78000, low24h: 76000, volume24h: 9.5, quoteVolume24h: 736820 },
        },
      },
    ],
    [
      'btcusdt@bookTicker',
      quote,
      { kind: 'quote', symbol: 'BTC/USDT', bid: 77559.99, ask: 77560.01, bidAmount: 0.25, askAmount: 1.5 },
    ],
    [
      'btcusdt@depth@100ms',
      depth,
      {
        ...{ kind: 'book', symbol: 'BTC/USDT', action: 'update', receivedAt: context.receivedAt, timestamp: E },
        ...{ first: 101, last: 103, bids: [[77559.99, 0]], asks: [[77560.01, 1.5]] },
      },
    ],
    [
      'btcusdt@kline_1m',
      kline,
      {
        kind: 'candle',
        candle: {
          ...btc,
          ...{ interval: '1m', openTime: E, closeTime: E + 59_999, timestamp: E, closed: false },
          ...{ open: 2, high: 4, low: 1, close: 3, volume: 0 },
        },
      },
    ],
  ])('%s', (stream, payload, expected) => {
    expect(only(payload)).toEqual(expected)
    expect(only(wrapped(stream, payload))).toEqual(expected)
  })

  test("a trade's side is the taker's: the buyer's where the seller was the maker", () => {
    expect(only({ ...trade, m: false })).toMatchObject({ trade: { side: 'buy' } })
  })

  test('a closed candle says so', () => {
    expect(only({ ...kline, k: { ...body, x: true } })).toMatchObject({ candle: { closed: true } })
  })

  test('a time that is missing is not invented', () => {
    expect(only({ ...trade, T: undefined })).toHaveProperty('trade.timestamp', undefined)
  })

  test('a ticker of a book with an empty side has no quote', () => {
    expect(only({ ...full, a: '0.00000000', A: '0.00000000' })).toMatchObject({ ticker: { quote: 'last', ask: 77560 } })
  })

  test('a best bid of 0 is an empty side, and no quote', () => {
    expect(only({ ...quote, b: '0.00000000', B: '0.00000000' })).toMatchObject({ kind: 'control' })
  })

  test('symbols of any script are understood', () => {
    expect(only({ ...trade, s: '币安人生USDT' })).toMatchObject({ trade: { symbol: '币安人生/USDT' } })
  })

  test('a list of tickers is as many tickers', () => {
    const list = decoded(wrapped('!miniTicker@arr', [mini, { ...mini, s: 'NEOBTC' }]))
    expect(list).toMatchObject([{ kind: 'ticker' }, { kind: 'skipped', reason: 'unrequested' }])
  })
})

describe('answers and announcements', () => {
  test.each<[string, object, unknown]>([
    ['done', { result: null, id: 7 }, { kind: 'accepted', requestId: 7 }],
    ['done, but of no request of ours', { result: null, id: 'x' }, { kind: 'control', name: 'result' }],
    ['a list of subscriptions', { result: ['btcusdt@trade'], id: 3 }, { kind: 'control', name: 'result' }],
    ['a property', { result: true, id: 2 }, { kind: 'control', name: 'result' }],
    [
      'an error with an id',
      { code: 0, msg: 'Unknown property', id: 4 },
      { kind: 'refused', requestId: 4, reason: 'Unknown property (code 0)' },
    ],
    [
      'an error without an id',
      { code: 2, msg: 'Invalid request: too many parameters' },
      { kind: 'refused', reason: 'Invalid request: too many parameters (code 2)' },
    ],
    [
      'an error inside `error`',
      { error: { code: 2, msg: 'Invalid request: invalid stream' }, id: 2 },
      { kind: 'refused', requestId: 2, reason: 'Invalid request: invalid stream (code 2)' },
    ],
    [
      'an error inside `error` for a request that could not be read',
      { id: null, error: { code: 3, msg: 'Invalid json' } },
      { kind: 'refused', reason: 'Invalid json (code 3)' },
    ],
    [
      'an error that says nothing',
      { error: {}, id: 2 },
      { kind: 'refused', requestId: 2, reason: 'no reason given (code unknown)' },
    ],
    ['a shutdown, bare', { e: 'serverShutdown', E }, { kind: 'closing', reason: 'Binance announced serverShutdown' }],
    [
      'a shutdown, wrapped',
      wrapped('!serverShutdown', { e: 'serverShutdown', E }),
      { kind: 'closing', reason: 'Binance announced serverShutdown' },
    ],
    [
      'a shutdown, wrapped around something new',
      wrapped('!serverShutdown', null),
      { kind: 'closing', reason: 'Binance announced serverShutdown' },
    ],
    [
      'a partial book',
      wrapped('btcusdt@depth5', { lastUpdateId: 160, bids: [['1', '2']], asks: [] }),
      { kind: 'control', name: 'partial depth' },
    ],
    ...['aggTrade', 'blockTrade', 'avgPrice', 'referencePrice', '1hTicker', '4hTicker', '1dTicker'].map(
      (e): [string, object, unknown] => [`the ${e} nobody needs`, { ...trade, e }, { kind: 'control', name: e }],
    ),
  ])('%s', (_, frame, expected) => {
    expect(only(frame)).toEqual(expected)
  })
})
