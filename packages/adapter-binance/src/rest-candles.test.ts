import { RestError } from '@md/adapter-core'
import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { candles } from './rest-candles.ts'

const MINUTE = 60_000
const START = 1_499_040_000_000

const row = (openTime: number, length = MINUTE) => [
  ...[openTime, '0.01634790', '0.80000000', '0.01575800', '0.01577100', '148976.11427815', openTime + length - 1],
  ...['2434.19055334', 308, '1756.87402397', '28.46694368', '0'],
]

/** One-minute candles from `START` until the one that is open at `now`, as the venue pages them. */
const venue = (now: number) =>
  restThat(({ query: { startTime, endTime, limit } }) => {
    const rows: unknown[] = []
    const first = START + Math.max(0, Math.ceil((Number(startTime) - START) / MINUTE)) * MINUTE
    const end = Math.min(now, Number(endTime))
    for (let t = first; t <= end && rows.length < Number(limit); t += MINUTE) rows.push(row(t))
    return rows
  })

const minutes = (n: number) => START + n * MINUTE
const offsets = (found: readonly { readonly openTime: number }[]) =>
  found.map(({ openTime }) => (openTime - START) / MINUTE)

test('a candle of the past is a candle', async () => {
  const { get, asked } = venue(minutes(100))
  expect(await candles(get, BTC, '1m', minutes(0), minutes(1))).toEqual([
    {
      ...{ exchange: 'binance', symbol: 'BTC/USDT', interval: '1m', openTime: START, closeTime: START + MINUTE - 1 },
      ...{ open: 0.0163479, high: 0.8, low: 0.015758, close: 0.015771, volume: 148_976.11427815, closed: true },
      ...{ timestamp: undefined, receivedAt: 0 },
    },
  ])
  const query = { symbol: 'BTCUSDT', interval: '1m', startTime: START, endTime: minutes(2) - 1, limit: 1_000 }
  expect(asked).toEqual([{ path: '/api/v3/klines', query, weight: 2 }])
})

test('the range includes its beginning and not its end', async () => {
  const { get } = venue(minutes(100))
  expect(offsets(await candles(get, BTC, '1m', minutes(3), minutes(6)))).toEqual([3, 4, 5])
  expect(await candles(get, BTC, '1m', minutes(6), minutes(6))).toEqual([])
})

test('the venue refuses fractions of a millisecond, and a clock has them: they cost no candle', async () => {
  const { get, asked } = venue(minutes(100))
  const found = await candles(get, BTC, '1m', minutes(2) + 0.4, minutes(5) + 0.6)
  expect(offsets(found)).toEqual([3, 4, 5])
  expect(found.every(({ closed }) => closed)).toBe(true)
  expect(asked.map(({ query }) => query)).toMatchObject([{ startTime: minutes(2) + 1, endTime: minutes(6) }])
  expect(offsets(await candles(get, BTC, '1m', minutes(2) - 0.6, minutes(3) - 0.4))).toEqual([2])
})

test('only a candle with a successor is known to be closed', async () => {
  const found = await candles(venue(minutes(2)).get, BTC, '1m', minutes(0), minutes(50))
  expect(found.map(({ closed }) => closed)).toEqual([true, true, false])
})

test('long ranges are asked for page by page', async () => {
  const { get, asked } = venue(minutes(10_000))
  const found = await candles(get, BTC, '1m', minutes(0), minutes(2_500))
  expect(offsets(found)).toEqual(Array.from({ length: 2_500 }, (_, i) => i))
  expect(found.every(({ closed }) => closed)).toBe(true)
  expect(asked).toHaveLength(3)
})

test('where a page ends with the range, one more tells whether its last candle is closed', async () => {
  const found = await candles(venue(minutes(10_000)).get, BTC, '1m', minutes(0), minutes(1_000))
  expect(found).toHaveLength(1_000)
  expect(found.at(-1)?.closed).toBe(true)
})

test('months have their own length', async () => {
  const july = 1_782_864_000_000
  const august = july + 31 * 24 * 3_600_000
  const { get, asked } = restThat([[row(july, august - july), row(august)]])
  expect(await candles(get, BTC, '1M', july, august)).toMatchObject([{ openTime: july, closed: true }])
  expect(asked[0]?.query['endTime']).toBeGreaterThanOrEqual(august)
})

test('a range of too many candles is refused before anything is asked', async () => {
  const { get, asked } = venue(minutes(10))
  await expect(candles(get, BTC, '1s', START, START + 100_001_000)).rejects.toThrow(InvalidInputError)
  await expect(candles(get, BTC, '1s', START, START + 100_001_000)).rejects.toThrow(/at most 100000 candles/)
  expect(asked).toEqual([])
})

test('an answer that never ends costs a bounded number of requests', async () => {
  const { get, asked } = restThat(({ query }) =>
    Array.from({ length: 1_000 }, (_, i) => row(Number(query['startTime']) + i)),
  )
  await candles(get, BTC, '1m', START, minutes(99_999))
  expect(asked.length).toBeLessThanOrEqual(101)
})

test.each([
  ['an error', { code: -1121, msg: 'Invalid symbol.' }, /the answer is not a list/],
  ['a list of anything', [{}], /this is not a candle: \{\}/],
  ['a candle without prices', [[START]], /this is not a candle/],
  ['a candle with a price of 0', [row(START).with(2, '0')], /this is not a candle/],
  ['a candle without an end', [row(START).with(6, 'later')], /this is not a candle/],
  ['candles in the wrong order', [row(minutes(1)), row(minutes(0))], /candle 1499040000000 is before 1499040060001/],
])('%s is refused by name', async (_, answer, reason) => {
  const failed = candles(restThat([answer]).get, BTC, '1m', START, minutes(10))
  await expect(failed).rejects.toThrow(RestError)
  await expect(failed).rejects.toThrow(reason)
  await expect(failed).rejects.toThrow(/GET \/api\/v3\/klines/)
})
