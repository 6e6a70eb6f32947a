import { describe, expect, test } from 'vitest'
import {
  BOOK,
  CANDLES,
  changed,
  decoded,
  HEARTBEAT,
  only,
  PONG,
  STATUS,
  TICKER,
  TRADES,
  UPDATE,
} from '../test/frames.ts'

const MS = { '10:00:00': 1_785_578_400_000 }

describe('frames without data', () => {
  test.each([
    ['a heartbeat', HEARTBEAT, 'heartbeat'],
    ['a status, whatever its connection id', STATUS, 'status'],
    ['maintenance', changed(STATUS, 'online', 'maintenance'), 'status'],
    ['cancel-only mode', changed(STATUS, 'online', 'cancel_only'), 'status'],
    ['a pong', PONG, 'pong'],
  ])('%s is known', (_, frame, name) => {
    expect(only(frame)).toEqual({ kind: 'control', name })
  })
})

describe('data', () => {
  test('a ticker', () => {
    expect(only(TICKER)).toEqual({
      kind: 'ticker',
      ticker: {
        exchange: 'kraken',
        symbol: 'DOGE/USD',
        last: 0.20115,
        bid: 0.2011,
        ask: 0.2012,
        quote: 'live',
        bidAmount: 1500.5,
        askAmount: 80,
        high24h: 0.21,
        low24h: 0.19,
        open24h: 0.2,
        volume24h: 1_234_567.89,
        timestamp: MS['10:00:00'] + 1_250,
        receivedAt: 1_000.5,
      },
    })
  })

  test('the trades of a frame, each by itself', () => {
    const shared = {
      exchange: 'kraken',
      symbol: 'BTC/USD',
      side: 'sell',
      timestamp: MS['10:00:00'] + 2_000,
      receivedAt: 1_000.5,
      origin: 'live',
    }

    expect(decoded(TRADES)).toEqual([
      { kind: 'trade', trade: { ...shared, id: '70000001', price: 45283.5, amount: 0.01 } },
      { kind: 'trade', trade: { ...shared, id: '70000002', price: 45283.4, amount: 1.5 } },
    ])
  })

  test('trades from before the subscription are no news: they only tell which was the last', () => {
    expect(only(changed(TRADES, 'update', 'snapshot'))).toEqual({
      kind: 'trade-watermark',
      symbol: 'BTC/USD',
      id: '70000002',
    })
  })

  test('candles of a snapshot are history, but for the running one', () => {
    const shared = { exchange: 'kraken', symbol: 'BTC/USD', interval: '5m', closed: false }
    const stamp = { timestamp: MS['10:00:00'] + 450_500, receivedAt: 1_000.5 }

    expect(decoded(CANDLES)).toEqual([
      {
        kind: 'candle',
        history: true,
        candle: {
          ...shared,
          ...stamp,
          openTime: MS['10:00:00'],
          closeTime: MS['10:00:00'] + 299_999,
          open: 45280,
          high: 45290,
          low: 45270,
          close: 45285,
          volume: 3.25,
        },
      },
      {
        kind: 'candle',
        candle: {
          ...shared,
          ...stamp,
          openTime: MS['10:00:00'] + 300_000,
          closeTime: MS['10:00:00'] + 599_999,
          open: 45285,
          high: 45286,
          low: 45284,
          close: 45285.5,
          volume: 0.5,
        },
      },
    ])
  })

  test('a snapshot of a market that has not traded since ends with history, too', () => {
    const quiet = changed(CANDLES, '10:07:30.500', '10:12:00.000')

    expect(decoded(quiet)).toMatchObject([{ history: true }, { history: true }])
  })

  test('no candle of an update is history, and without the time of the frame the last of a snapshot is not', () => {
    const timeless = changed(CANDLES, '"timestamp":"2026-08-01T10:07:30.500000000Z",', '')

    for (const inbound of decoded(changed(CANDLES, 'snapshot', 'update'))) expect(inbound).not.toHaveProperty('history')
    expect(decoded(timeless)[1]).not.toHaveProperty('history')
    expect(decoded(timeless)[1]).toMatchObject({ candle: { timestamp: undefined } })
  })

  test.each([
    ['1m', 1, 60_000],
    ['5m', 5, 300_000],
    ['15m', 15, 900_000],
    ['30m', 30, 1_800_000],
    ['1h', 60, 3_600_000],
    ['4h', 240, 14_400_000],
    ['1d', 1_440, 86_400_000],
    ['1w', 10_080, 604_800_000],
    ['15d', 21_600, 1_296_000_000],
  ])('a candle of %s is %i minutes and ends a millisecond before the next', (interval, minutes, length) => {
    const frame = changed(CANDLES, '"interval":5,', `"interval":${minutes},`)

    expect(decoded(frame)[0]).toMatchObject({
      candle: { interval, openTime: MS['10:00:00'], closeTime: MS['10:00:00'] + length - 1 },
    })
  })

  test('a book, each level with the digits that the checksum is made of', () => {
    expect(only(UPDATE)).toEqual({
      kind: 'book',
      symbol: 'BTC/USD',
      action: 'update',
      bids: [
        [45283.5, 0],
        [45276.5, 2],
      ],
      asks: [],
      bidMarks: ['', '452765200000000'],
      askMarks: [],
      timestamp: MS['10:00:00'] + 3_100,
      receivedAt: 1_000.5,
      checksum: 7,
    })
    expect(only(BOOK)).toMatchObject({ action: 'snapshot', checksum: 3_310_070_434 })
    expect(only(BOOK)).toHaveProperty('askMarks.0', '452852100000')
  })

  test('a snapshot as it was before August 2026, without a time', () => {
    const old = changed(BOOK, ',"timestamp":"2026-08-01T10:00:03.000456Z"', '')

    expect(only(old)).toEqual({ ...only(BOOK), timestamp: undefined })
  })

  test('a time that cannot be read is none, and none is invented', () => {
    expect(only(changed(UPDATE, '10:00:03.100456Z', 'soon'))).toMatchObject({ kind: 'book', timestamp: undefined })
    expect(only(changed(TICKER, ',"timestamp":"2026-08-01T10:00:01.250999Z"', ''))).toMatchObject({
      ticker: { timestamp: undefined },
    })
  })
})
