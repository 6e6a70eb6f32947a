import { RestError, type TradeHole } from '@md/adapter-core'
import { expect, test } from 'vitest'
import { BTC, restThat } from '../test/rest-answers.ts'
import { trades } from './rest-trades.ts'

const NEWEST = 5_000

const wireTrade = (id: number) => ({
  ...{ id, price: '4.00000100', qty: '12.00000000', quoteQty: '48.000012', time: 1_499_865_549_590 },
  ...{ isBuyerMaker: id % 2 === 0, isBestMatch: true },
})

/** All trades up to `NEWEST`, as the venue pages them. */
const venue = () =>
  restThat(({ query: { fromId, limit } }) => {
    const from = Number(fromId)
    const count = Math.max(0, Math.min(Number(limit), NEWEST - from + 1))
    return Array.from({ length: count }, (_, i) => wireTrade(from + i))
  })

const aHole = (hole: Partial<TradeHole>): TradeHole => ({
  ...{ ...BTC, afterId: 10, beforeId: undefined, afterTimestamp: undefined, maxPages: 10 },
  ...hole,
})

const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => Number(id))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('a trade of the past is a trade that says so', async () => {
  const [even] = await trades(venue().get, aHole({ afterId: 11, beforeId: 13 }))
  expect(even).toEqual({
    ...{ exchange: 'binance', symbol: 'BTC/USDT', id: '12', price: 4.000001, amount: 12, side: 'sell' },
    ...{ timestamp: 1_499_865_549_590, receivedAt: 0, origin: 'backfill' },
  })
  const [odd] = await trades(venue().get, aHole({ afterId: 12, beforeId: 14 }))
  expect(odd).toMatchObject({ id: '13', side: 'buy' })
})

test('a hole between two trades is filled, no more', async () => {
  const { get, asked } = venue()
  expect(idsOf(await trades(get, aHole({ afterId: 10, beforeId: 15 })))).toEqual([11, 12, 13, 14])
  expect(asked).toEqual([
    { path: '/api/v3/historicalTrades', query: { symbol: 'BTCUSDT', fromId: 11, limit: 1_000 }, weight: 25 },
  ])
})

test('a hole of several pages is filled page by page', async () => {
  const { get, asked } = venue()
  expect(idsOf(await trades(get, aHole({ afterId: 10, beforeId: 2_500 })))).toEqual(range(11, 2_499))
  expect(asked.map(({ query }) => query['fromId'])).toEqual([11, 1_011, 2_011])
})

test('a hole that ends with a page costs no request more', async () => {
  const { get, asked } = venue()
  expect(await trades(get, aHole({ afterId: 10, beforeId: 1_011 }))).toHaveLength(1_000)
  expect(asked).toHaveLength(1)
})

test('an open hole is filled up to the newest trade', async () => {
  expect(idsOf(await trades(venue().get, aHole({ afterId: 4_000 }))).at(-1)).toBe(NEWEST)
  expect(await trades(venue().get, aHole({ afterId: NEWEST }))).toEqual([])
})

test('it costs no more requests than allowed, and gives the older end', async () => {
  const { get, asked } = venue()
  expect(idsOf(await trades(get, aHole({ maxPages: 2 })))).toEqual(range(11, 2_010))
  expect(asked).toHaveLength(2)
  expect(await trades(get, aHole({ maxPages: 0 }))).toEqual([])
  expect(await trades(get, aHole({ afterId: 10, beforeId: 11 }))).toEqual([])
  expect(asked).toHaveLength(2)
})

test.each([
  ['an error', { code: -1121, msg: 'Invalid symbol.' }, /the answer is not a list/],
  ['a list of anything', [5], /this is not a trade: 5/],
  ['a trade with a negative price', [{ ...wireTrade(11), price: '-1' }], /this is not a trade/],
  ['a trade with an amount that is none', [{ ...wireTrade(11), qty: '' }], /this is not a trade/],
  ['a trade without an id', [{ ...wireTrade(11), id: '11' }], /this is not a trade/],
  ['a trade without a side', [{ ...wireTrade(11), isBuyerMaker: 1 }], /this is not a trade/],
  ['trades in the wrong order', [wireTrade(12), wireTrade(11)], /trade 11 came after trade 12/],
  ['a trade from before the hole', [wireTrade(10)], /trade 10 came after trade 10/],
])('%s is refused by name', async (_, answer, reason) => {
  const failed = trades(restThat([answer]).get, aHole({}))
  await expect(failed).rejects.toThrow(RestError)
  await expect(failed).rejects.toThrow(reason)
  await expect(failed).rejects.toThrow(/GET \/api\/v3\/historicalTrades/)
})
