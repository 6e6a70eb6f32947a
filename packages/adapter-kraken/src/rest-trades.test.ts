import type { TradeHole } from '@md/adapter-core'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { trades } from './rest-trades.ts'

/** In ms. */
const T = 1_785_578_400_000

const hole: TradeHole = {
  symbol: 'BTC/USD',
  venueSymbol: 'BTC/USD',
  afterId: 100,
  beforeId: undefined,
  afterTimestamp: T,
  maxPages: 5,
}

/** Trade `id`, a microsecond after the one before. */
const row = (id: number, one: object = {}) =>
  Object.values({
    price: '45283.50000',
    volume: '0.01000000',
    time: T / 1_000 + id / 1e6,
    side: 'b',
    type: 'l',
    misc: '',
    id,
    ...one,
  })

const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => row(from + i))
const body = (list: readonly unknown[], last: unknown = '1785578400001000000') => ({
  error: [],
  result: { XXBTZUSD: list, last },
})
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => Number(id))

describe('missing trades', () => {
  test('are asked for by time, a little early, and told apart by id', async () => {
    const { get, asked } = answering(body([row(99), row(100), row(101), row(102, { side: 's' })]))

    expect(await trades(get, hole, () => 99)).toEqual([
      {
        exchange: 'kraken',
        symbol: 'BTC/USD',
        id: '101',
        price: 45283.5,
        amount: 0.01,
        side: 'buy',
        timestamp: T,
        receivedAt: 99,
        origin: 'backfill',
      },
      expect.objectContaining({ id: '102', side: 'sell' }),
    ])
    expect(asked).toEqual([
      { path: '/0/public/Trades', query: { pair: 'XBTUSD', since: `${T - 1}000000`, count: 1_000 } },
    ])
  })

  test('end where the live ones begin', async () => {
    const { get } = answering(body(rows(100, 110)))

    expect(ids(await trades(get, { ...hole, beforeId: 103 }, () => 1))).toEqual([101, 102])
  })

  test('of a long hole come page by page, the last sweep of each asked for again', async () => {
    const { get, asked } = answering(
      body(rows(1, 1_000)),
      body(rows(998, 1_997), '1785578400002000000'),
      body(rows(1_997, 2_000)),
    )

    expect(ids(await trades(get, hole, () => 1))).toEqual(Array.from({ length: 1_900 }, (_, i) => 101 + i))
    expect(asked.map(({ query }) => query?.['since'])).toEqual([
      `${T - 1}000000`,
      '1785578400000999999',
      '1785578400001999999',
    ])
  })

  test('cost no more requests than allowed, and none when there is no hole', async () => {
    const twice = answering(body(rows(1, 1_000)), body(rows(1_001, 2_000)), body(rows(2_001, 3_000)))
    const none = answering()

    expect(await trades(twice.get, { ...hole, maxPages: 2 }, () => 1)).toHaveLength(1_900)
    expect(twice.asked).toHaveLength(2)
    expect(await trades(none.get, { ...hole, beforeId: 101 }, () => 1)).toEqual([])
    expect(await trades(none.get, { ...hole, maxPages: 0 }, () => 1)).toEqual([])
    expect(none.asked).toEqual([])
  })

  test('stop being asked for when a full page brings nothing new', async () => {
    const { get, asked } = answering(body(rows(1, 1_000)), body(rows(1, 1_000)))

    expect(await trades(get, hole, () => 1)).toHaveLength(900)
    expect(asked).toHaveLength(2)
  })

  test('whose time is not known are looked for among the latest', async () => {
    const { get, asked } = answering(body(rows(150, 160)))

    expect(ids(await trades(get, { ...hole, afterTimestamp: undefined }, () => 1))[0]).toBe(150)
    expect(asked[0]?.query).toMatchObject({ since: undefined })
  })

  test('have the time of the venue, to the millisecond', async () => {
    const { get } = answering(body([row(101, { time: 1_785_578_400.28 }), row(102, { time: 1_785_578_400.2809 })]))

    expect(await trades(get, hole, () => 1)).toMatchObject([{ timestamp: T + 280 }, { timestamp: T + 280 }])
  })

  test.each([
    ['a row that is none', body([7]), 'this is not a trade: 7'],
    ['a negative price', body([row(101, { price: '-1' })]), 'this is not a trade'],
    ['an amount that is none', body([row(101, { volume: 'x' })]), 'this is not a trade'],
    ['no side', body([row(101, { side: 'buy' })]), 'this is not a trade'],
    ['a time as text', body([row(101, { time: '1' })]), 'this is not a trade'],
    ['no id', body([row(101).slice(0, 6)]), 'this is not a trade'],
    ['rows in disorder', body([row(102), row(101)]), 'trade 101 came after trade 102'],
    ['a full page without a last', body(rows(101, 1_100), null), 'last is not a time'],
    ['an error', { error: ['EAPI:Rate limit exceeded'] }, 'EAPI:Rate limit exceeded'],
  ])('%s is refused', async (_, answer, message) => {
    await expect(trades(answering(answer).get, hole, () => 1)).rejects.toThrow(`GET /0/public/Trades: ${message}`)
  })
})
