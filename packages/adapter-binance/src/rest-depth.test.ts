import { RestError } from '@md/adapter-core'
import { expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { bookSnapshot } from './rest-depth.ts'

const depth = { lastUpdateId: 1_027_024, bids: [['4.00000000', '431.0']], asks: [['4.00000200', '12', []]] }

test('a snapshot holds the book up to its last update id', async () => {
  const { get } = restThat([depth])
  expect(await bookSnapshot(get, BTC, undefined)).toEqual({
    last: 1_027_024,
    bids: [[4, 431]],
    asks: [[4.000002, 12]],
    cut: { bids: false, asks: false },
  })
})

test('a side with as many levels as were asked for is cut: there may be more', async () => {
  const bids = Array.from({ length: 1_000 }, (_, i) => [String(1_000 - i), '1'])
  const { get } = restThat([{ ...depth, bids }])
  expect((await bookSnapshot(get, BTC, 10)).cut).toEqual({ bids: true, asks: false })
})

test.each([
  [undefined, 1_000, 50],
  [1, 1_000, 50],
  [500, 1_000, 50],
  [501, 5_000, 250],
  [9_999, 5_000, 250],
])('for %s levels a side the snapshot asks for %s, which weighs %s', async (wanted, limit, weight) => {
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
