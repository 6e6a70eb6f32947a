import { type Interval, InvalidInputError } from '@md/types'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { candles } from './rest-candles.ts'

const market = { symbol: 'BTC/USD', venueSymbol: 'BTC/USD' }
const MINUTE = 60_000
/** In ms, a whole minute. */
const T = 1_785_578_400_000

const row = (openTime: number, one: object = {}) =>
  Object.values({
    time: openTime / 1_000,
    open: '10.5',
    high: '11.0',
    low: '10.0',
    close: '10.9',
    vwap: '10.7',
    volume: '2.50000000',
    count: 4,
    ...one,
  })

const body = (rows: readonly unknown[], last: unknown = T / 1_000) => ({ error: [], result: { XXBTZUSD: rows, last } })

const fetched = (answer: unknown, from = T, to = T + 3 * MINUTE, interval: Interval = '1m') =>
  candles(answering(answer).get, market, { interval, from, to }, () => 99)

describe('candles', () => {
  test('are those within the range, and all but the running one are closed', async () => {
    const { get, asked } = answering(body([row(T - MINUTE), row(T), row(T + MINUTE), row(T + 2 * MINUTE)]))

    const found = await candles(get, market, { interval: '1m', from: T, to: T + 2 * MINUTE }, () => 99)

    expect(found).toEqual([
      {
        exchange: 'kraken',
        symbol: 'BTC/USD',
        interval: '1m',
        openTime: T,
        closeTime: T + MINUTE - 1,
        open: 10.5,
        high: 11,
        low: 10,
        close: 10.9,
        volume: 2.5,
        closed: true,
        timestamp: undefined,
        receivedAt: 99,
      },
      expect.objectContaining({ openTime: T + MINUTE, closed: false }),
    ])
    expect(asked).toEqual([{ path: '/0/public/OHLC', query: { pair: 'XBTUSD', interval: 1, since: T / 1_000 - 1 } }])
  })

  test('of no time at all are none, and cost nothing', async () => {
    const { get, asked } = answering()

    expect(await candles(get, market, { interval: '1h', from: T, to: T }, () => 1)).toEqual([])
    expect(asked).toEqual([])
  })

  test('since ever begin with what Kraken has', async () => {
    const { get, asked } = answering(body([row(T)]))

    const found = await candles(get, market, { interval: '15d', from: Number.NEGATIVE_INFINITY, to: T + 1 }, () => 1)

    expect(found).toMatchObject([{ interval: '15d', closeTime: T + 15 * 1_440 * MINUTE - 1 }])
    expect(asked[0]?.query).toEqual({ pair: 'XBTUSD', interval: 21_600, since: 0 })
  })

  test('without trades have a volume of 0', async () => {
    expect(await fetched(body([row(T, { vwap: '0.0', volume: '0.00000000', count: 0 })]))).toMatchObject([
      { volume: 0 },
    ])
  })

  test('of an interval that Kraken does not have are not asked for', async () => {
    await expect(fetched(body([]), T, T + 1, '3m')).rejects.toThrow(InvalidInputError)
    await expect(fetched(body([]), Number.NaN, T)).rejects.toThrow('range')
    await expect(fetched(body([]), T, Number.NaN)).rejects.toThrow('range')
  })

  test.each([
    ['a row that is none', body([7]), 'this is not a candle (shape): 7'],
    ['a row without a time', body([row(T, { time: 'now' })]), 'this is not a candle (shape)'],
    ['a negative price', body([row(T, { low: '-1' })]), 'this is not a candle (number)'],
    ['no price', body([row(T, { close: null })]), 'this is not a candle (shape)'],
    ['rows in disorder', body([row(T + MINUTE), row(T)]), `candle ${T} came after a later one`],
    ['no last', body([row(T)], 'now'), 'last is not a time: "now"'],
    ['no rows', { error: [], result: { last: 1 } }, 'the result is not one list'],
    ['an error', { error: ['EGeneral:Invalid arguments'] }, 'EGeneral:Invalid arguments'],
  ])('%s is refused', async (_, answer, message) => {
    await expect(fetched(answer)).rejects.toThrow(`GET /0/public/OHLC: ${message}`)
  })
})
