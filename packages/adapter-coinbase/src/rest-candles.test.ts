import { RestError, toTime } from '@md/adapter-core'
import type { Asked } from '@md/adapter-core/testing'
import { type Interval, InvalidInputError } from '@md/types'
import { describe, expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { COINBASE_INTERVALS } from './intervals.ts'
import { coinbaseRest } from './rest.ts'

const MINUTE = 60_000
const NOON = 1_789_041_600_000
const now = NOON + 10 * MINUTE + 30_000
const rest = coinbaseRest(() => now)

const candles = (get: ReturnType<typeof restThat>['get'], from: number, to: number, interval: Interval = '1m') =>
  rest.candles(get, BTC, interval, from, to)

/** One row of the minute that begins `minutes` after noon. */
const row = (minutes: number) => [(NOON + minutes * MINUTE) / 1_000, 99, 102, 100, 101, 2.5]

/** The venue: both ends included, newest first, and one more from before the beginning. */
function history({ query }: Asked): readonly unknown[] {
  const length = Number(query['granularity']) * 1_000
  const start = toTime(query['start']) ?? Number.NaN
  const end = toTime(query['end']) ?? Number.NaN
  if ((end - start) / length >= 300) throw new RestError('/candles', 'granularity too small')
  const rows: unknown[] = []
  for (let time = end; time >= start - length; time -= length) rows.push([time / 1_000, 99, 102, 100, 101, 2.5])
  return rows
}

test('a row is low, high, open, close; its candle ends a millisecond before the next', async () => {
  const { get, asked } = restThat([row(1), row(0)])
  const found = await candles(get, NOON, NOON + 2 * MINUTE)
  expect(found).toHaveLength(2)
  expect(found[0]).toEqual({
    exchange: 'coinbase',
    symbol: 'BTC/USD',
    timestamp: undefined,
    receivedAt: now,
    interval: '1m',
    openTime: NOON,
    closeTime: NOON + MINUTE - 1,
    open: 100,
    high: 102,
    low: 99,
    close: 101,
    volume: 2.5,
    closed: true,
  })
  expect(asked).toEqual([
    {
      path: '/products/BTC-USD/candles',
      query: { granularity: 60, start: '2026-09-10T12:00:00.000Z', end: '2026-09-10T12:01:00.000Z' },
    },
  ])
})

test('the range begins at its start and ends before its end, oldest first', async () => {
  const found = await candles(restThat(history).get, NOON - 1, NOON + 3 * MINUTE)
  expect(found.map(({ openTime }) => (openTime - NOON) / MINUTE)).toEqual([0, 1, 2])
})

test('the candle that is not over yet is open', async () => {
  const found = await candles(restThat(history).get, NOON, NOON + 60 * MINUTE)
  expect(found).toHaveLength(11)
  expect(found.map(({ closed }) => closed)).toEqual([...Array(10).fill(true), false])
})

test('a long range is asked for in pages of 300, without a hole or a double', async () => {
  const { get, asked } = restThat(history)
  const found = await candles(get, NOON - 700 * MINUTE, NOON)
  expect(asked).toHaveLength(3)
  expect(found.map(({ openTime }) => openTime)).toEqual(
    Array.from({ length: 700 }, (_, i) => NOON + (i - 700) * MINUTE),
  )
})

test.each(COINBASE_INTERVALS.map((interval) => [interval]))('%s is served', async (interval) => {
  const found = await candles(restThat(history).get, NOON - 14 * 86_400_000, NOON, interval)
  expect(found.length).toBeGreaterThanOrEqual(14)
  expect(new Set(found.map((candle) => candle.interval))).toEqual(new Set([interval]))
})

test('nothing is asked for before the venue’s beginning, after now, or of an empty range', async () => {
  const { get, asked } = restThat([])
  await candles(get, Number.NEGATIVE_INFINITY, 1_420_070_400_000)
  await candles(get, now + MINUTE, Number.POSITIVE_INFINITY)
  await candles(get, NOON, NOON)
  await candles(get, NOON, NOON - MINUTE)
  expect(asked).toEqual([])

  await candles(get, 0, 1_420_070_400_000 + 86_400_000, '1d')
  expect(asked).toMatchObject([{ query: { start: '2015-01-01T00:00:00.000Z', end: '2015-01-01T00:00:00.000Z' } }])
})

test('an interval or a time that cannot be is refused before anything is asked', async () => {
  const { get, asked } = restThat([])
  await expect(candles(get, NOON, NOON, '3m')).rejects.toThrow(InvalidInputError)
  await expect(candles(get, NOON, NOON, '3m')).rejects.toThrow('1m, 5m, 15m, 1h, 6h, 1d')
  await expect(candles(get, Number.NaN, NOON)).rejects.toThrow(InvalidInputError)
  await expect(candles(get, NOON, Number.NaN)).rejects.toThrow(InvalidInputError)
  expect(asked).toEqual([])
})

describe('an answer that is not a list of candles is refused', () => {
  test.each<[string, unknown, string]>([
    ['an error', { message: 'NotFound' }, 'not a list'],
    ['a list of objects', [{}], '{} is not a candle of 1m (shape)'],
    ['a short row', [row(0).slice(0, 5)], 'shape'],
    ['a row of another interval', [[NOON / 1_000 + 30, 99, 102, 100, 101, 2.5]], 'shape'],
    ['a row before the epoch', [[-60, 99, 102, 100, 101, 2.5]], 'shape'],
    ['columns in another order', [[NOON / 1_000, 100, 102, 99, 101, 2.5]], 'number'],
    ['a negative price', [[NOON / 1_000, -99, 102, 100, 101, 2.5]], 'number'],
    ['a volume that is none', [[NOON / 1_000, 99, 102, 100, 101, null]], 'number'],
  ])('%s', async (_, body, words) => {
    const answer = candles(restThat(body).get, NOON, NOON + MINUTE)
    await expect(answer).rejects.toThrow(RestError)
    await expect(answer).rejects.toThrow('GET /products/BTC-USD/candles: ')
    await expect(answer).rejects.toThrow(words)
  })
})
