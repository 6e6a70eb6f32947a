import { RestError, type TradeHole } from '@md/adapter-core'
import type { Asked } from '@md/adapter-core/testing'
import type { Trade } from '@md/types'
import { describe, expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { coinbaseRest } from './rest.ts'

const rest = coinbaseRest(() => 1_789_000_000_000)

const rowOf = (trade_id: number) => ({
  trade_id,
  side: 'sell',
  size: '0.00250000',
  price: '84737.58000000',
  time: '2026-09-10T00:26:40.100250Z',
})

/** The venue after `newest` trades: ids below the cursor, newest first. */
const tape =
  (newest: number) =>
  ({ query }: Asked): readonly unknown[] => {
    const below = Number(query['after'] ?? newest + 1)
    const limit = Number(query['limit'])
    return Array.from({ length: Math.min(limit, below - 1) }, (_, i) => rowOf(below - 1 - i))
  }

const hole = (afterId: number, beforeId?: number, maxPages = 10): TradeHole => ({
  ...BTC,
  afterId,
  beforeId,
  afterTimestamp: undefined,
  maxPages,
})

const fetched = async (get: ReturnType<typeof restThat>['get'], of: TradeHole): Promise<readonly Trade[]> =>
  (await rest.trades?.(get, of)) ?? []

const ids = (trades: readonly Trade[]) => trades.map(({ id }) => Number(id))
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

test('what happened since a trade takes one request, and comes oldest first with the taker’s side', async () => {
  const { get, asked } = restThat(tape(5_000))
  const trades = await fetched(get, hole(4_990))
  expect(ids(trades)).toEqual(from(4_991, 5_000))
  expect(trades[0]).toEqual({
    exchange: 'coinbase',
    symbol: 'BTC/USD',
    timestamp: 1_789_000_000_100,
    receivedAt: 1_789_000_000_000,
    id: '4991',
    price: 84737.58,
    amount: 0.0025,
    side: 'buy',
    origin: 'backfill',
  })
  expect(asked).toEqual([{ path: '/products/BTC-USD/trades', query: { limit: 1_000, after: undefined } }])
})

test('between two trades, exactly those between are fetched', async () => {
  const { get, asked } = restThat(tape(5_000))
  expect(ids(await fetched(get, hole(100, 105)))).toEqual([101, 102, 103, 104])
  expect(asked).toMatchObject([{ query: { after: 105 } }])
})

test('a hole of no width asks for nothing', async () => {
  const { get, asked } = restThat(tape(5_000))
  expect(await fetched(get, hole(100, 101))).toEqual([])
  expect(await fetched(get, hole(100, undefined, 0))).toEqual([])
  expect(asked).toEqual([])
})

test('a hole without trades is empty', async () => {
  expect(await fetched(restThat(tape(5_000)).get, hole(5_000))).toEqual([])
  expect(await fetched(restThat([]).get, hole(5_000))).toEqual([])
})

test.each([
  ['a first page that just reaches', 4_000, 1],
  ['one trade more than a page', 3_999, 2],
  ['a hole of several pages', 500, 5],
])('%s brings every trade once', async (_, afterId, requests) => {
  const { get, asked } = restThat(tape(5_000))
  expect(ids(await fetched(get, hole(afterId)))).toEqual(from(afterId + 1, 5_000))
  expect(asked).toHaveLength(requests)
})

test('when the pages do not suffice, they are spent on the older end', async () => {
  const since = restThat(tape(50_000))
  expect(ids(await fetched(since.get, hole(100, undefined, 3)))).toEqual(from(101, 2_100))
  expect(since.asked).toHaveLength(3)

  const between = restThat(tape(50_000))
  expect(ids(await fetched(between.get, hole(100, 40_000, 3)))).toEqual(from(101, 3_100))
  expect(between.asked).toHaveLength(3)
})

test('cursors never go beyond a trade that is known to exist', async () => {
  const { get, asked } = restThat(tape(2_500))
  await fetched(get, hole(100))
  for (const { query } of asked) expect(Number(query['after'] ?? 0)).toBeLessThanOrEqual(2_500)
})

test('a market younger than a page is fetched whole', async () => {
  expect(ids(await fetched(restThat(tape(7)).get, hole(0)))).toEqual(from(1, 7))
})

describe('an answer that is not a list of trades is refused', () => {
  test.each<[string, unknown, string]>([
    ['an error', { message: 'NotFound' }, 'not a list'],
    ['a list of numbers', [4_711], '4711 is not a trade (shape)'],
    ['a trade without an id', [{ ...rowOf(1), trade_id: null }], 'shape'],
    ['a trade without a side', [{ ...rowOf(1), side: '' }], 'shape'],
    ['a trade of a negative price', [{ ...rowOf(1), price: '-1' }], 'number'],
  ])('%s', async (_, body, words) => {
    const answer = fetched(restThat(body).get, hole(0))
    await expect(answer).rejects.toThrow(RestError)
    await expect(answer).rejects.toThrow('GET /products/BTC-USD/trades: ')
    await expect(answer).rejects.toThrow(words)
  })
})
