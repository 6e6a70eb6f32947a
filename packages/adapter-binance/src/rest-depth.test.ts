import { RestError } from '@md/adapter-core'
import { expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { bookSnapshot } from './rest-depth.ts'

const depth = { lastUpdateId: 1_027_024, bids: [['4.00000000', '431.0']], asks: [['4.00000200', '12', []]] }

test('a snapshot holds the book up to its last update id', async () => {
  const { get } = restThat([depth])
  expect(await bookSnapshot(get, BTC, undefined)).toEqual({ last: 1_027_024, bids: [[4, 431]], asks: [[4.000002, 12]] })
})

test.each([
  [undefined, 1_000, 50],
  [1, 100, 5],
  [100, 100, 5],
  [101, 500, 25],
  [1_000, 1_000, 50],
  [1_001, 5_000, 250],
  [9_999, 5_000, 250],
])('%s levels are asked for as %s, which weighs %s', async (wanted, limit, weight) => {
  const { get, asked } = restThat([depth])
  await bookSnapshot(get, BTC, wanted)
  expect(asked).toEqual([{ path: '/api/v3/depth', query: { symbol: 'BTCUSDT', limit }, weight }])
})

test.each([
  ['a list', [], /the answer is not an object/],
  ['without an id', { ...depth, lastUpdateId: undefined }, /lastUpdateId is not a whole number/],
  ['without bids', { ...depth, bids: undefined }, /bids are not a list/],
  ['with a negative price', { ...depth, asks: [['-4', '1']] }, /asks are not a list of prices and amounts/],
  ["Binance's error", { code: -1121, msg: 'Invalid symbol.' }, /lastUpdateId/],
])('an answer that is %s is refused by name', async (_, answer, reason) => {
  const failed = bookSnapshot(restThat([answer]).get, BTC, 10)
  await expect(failed).rejects.toThrow(RestError)
  await expect(failed).rejects.toThrow(reason)
  await expect(failed).rejects.toThrow(/GET \/api\/v3\/depth/)
})
