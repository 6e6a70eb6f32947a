import type { Candle, Instrument, Ticker } from '@md/types'
import { aCandle, aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { JournalEntry } from '../journal/entry.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import type { Intent } from '../strategy/intent.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { runBacktest } from './backtest.ts'
import type { BacktestOptions } from './backtest-options.ts'
import { sourceOf } from './event-source.ts'
import type { PlayedEvent } from './played-event.ts'

const T0 = 1_750_000_000_000
const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

const INSTRUMENT: Instrument = {
  ...MARKET,
  base: 'BTC',
  quote: 'USDT',
  venueSymbol: 'BTCUSDT',
  status: 'trading',
  tickSize: '0.01',
  stepSize: '0.0001',
}

const ticker = (second: number, last: number, particulars: Partial<Ticker> = {}): PlayedEvent => ({
  type: 'ticker',
  data: aTicker({
    timestamp: T0 + second * 1_000,
    receivedAt: T0 + second * 1_000,
    last,
    bid: last,
    ask: last,
    ...particulars,
  }),
})

/** Does at each price what the table says. */
const byPrice = (answers: Readonly<Record<number, Intent>>): AnyStrategy =>
  defineStrategy({
    name: 'by-price',
    version: 1,
    params: z.strictObject({ note: z.string().default('none') }),
    state: () => ({}),
    subscriptions: () => [{ ...MARKET, channel: 'ticker' }],
    hooks: { ticker: (_, { last }) => answers[last] },
  }) as AnyStrategy

const order = (side: 'buy' | 'sell', ref: string): Intent => ({
  kind: 'place',
  ref,
  side,
  type: 'market',
  amount: 2,
  because: 'said so',
})

const inAndOut = () => byPrice({ 100: order('buy', 'in'), 110: order('sell', 'out') })

const PRICES = [99, 100, 101, 90, 110, 105].map((price, second) => ticker(second, price))

const run = (options: Partial<BacktestOptions> = {}) =>
  runBacktest({
    strategy: inAndOut(),
    params: {},
    source: sourceOf(PRICES),
    instruments: [INSTRUMENT],
    paper: { fees: { maker: 0, taker: 0.001, asset: 'quote' } },
    ...options,
  })

test('a trade made in the past comes out as it would be reckoned by hand', async () => {
  const result = await run()
  expect(result.fills).toMatchObject([
    { side: 'buy', price: '100', amount: '2', fee: '0.2', timestamp: T0 + 1_000 },
    { side: 'sell', price: '110', amount: '2', fee: '0.22', timestamp: T0 + 4_000 },
  ])
  expect(result.trips).toMatchObject([{ pnl: '19.58' }])
  expect(result.metrics).toMatchObject({ realised: '19.58', trips: 1, fills: 2, fees: { USDT: '0.42' }, from: T0 })
  expect(result.metrics.maxDrawdown).toMatchObject({ amount: expect.closeTo(22, 9), to: T0 + 3_000 })
  expect(result.counts).toMatchObject({ orders: { filled: 2 }, refusals: {}, faults: 0, events: { played: 6 } })
  expect(result).toMatchObject({ version: 1, params: { note: 'none' }, positions: [], complete: true, warnings: [] })
  expect(result.curve.at(-1)?.equity).toBeCloseTo(10_019.58, 9)
  expect(JSON.parse(JSON.stringify(result.assumptions))).toContainEqual(expect.stringContaining('taker 0.1 %'))
})

test('an order takes its time, and deals at the price there is then', async () => {
  const { fills } = await run({ paper: { latency: { orderMs: 1_500 }, fees: { maker: 0, taker: 0, asset: 'quote' } } })
  expect(fills.map(({ price, timestamp }) => [price, timestamp - T0])).toEqual([
    ['101', 2_500],
    ['105', 5_500],
  ])
})

test('the same run gives the same journal, and another one another', async () => {
  const late = { paper: { latency: { orderMs: 500, jitterMs: 400 } } }
  const [one, again, other] = [await run(late), await run(late), await run({ ...late, seed: 2 })]
  expect(again.journal).toEqual(one.journal)
  expect(one.journal.entries).toBeGreaterThan(5)
  expect(other.journal.sha256).not.toBe(one.journal.sha256)
  expect({ ...again, curve: [] }).toEqual({ ...one, curve: [] })
})

test('whatever pieces the data come in, the run is the same', async () => {
  const pieces = async function* () {
    for (const event of PRICES) yield [event]
  }
  const [whole, cut] = [await run(), await run({ source: pieces() })]
  expect(cut).toEqual(whole)
})

test('the whole journal goes to the sink, what the market did included', async () => {
  const entries: JournalEntry[] = []
  const { journal } = await run({ sink: { write: (entry) => entries.push(entry) } })
  expect(entries.map(({ n }) => n)).toEqual(entries.map((_, i) => i + 1))
  expect(entries.filter(({ type }) => type === 'market')).toHaveLength(6)
  expect(entries.length - 6).toBe(journal.entries)
})

test('only the period is traded', async () => {
  const { fills, metrics } = await run({ from: T0 + 2_000, to: T0 + 4_000 })
  expect(fills).toEqual([])
  expect(metrics).toMatchObject({ from: T0 + 2_000, buyAndHold: { return: expect.closeTo(90 / 101 - 1, 12) } })
})

test('candles before the beginning warm the bot up', async () => {
  const closes: number[] = []
  const candles = defineStrategy({
    name: 'listener',
    version: 1,
    params: z.object({}),
    state: () => ({}),
    subscriptions: () => [{ ...MARKET, channel: 'candles', interval: '1m' }],
    warmup: () => [{ ...MARKET, interval: '1m', count: 2 }],
    hooks: { candle: (_, { close }) => void closes.push(close) },
  }) as AnyStrategy
  const begin = Math.ceil(T0 / 60_000) * 60_000
  const candle = (n: number): PlayedEvent => {
    const openTime = begin + n * 60_000
    const data: Candle = aCandle({
      openTime,
      closeTime: openTime + 59_999,
      receivedAt: openTime + 59_999,
      timestamp: openTime + 59_999,
      close: n + 1,
      closed: true,
    })
    return { type: 'candle', data }
  }
  const source = sourceOf([0, 1, 2, 3, 4].map(candle))
  await run({ strategy: candles, source, from: begin + 3 * 60_000, staleAfterMs: 120_000 })
  expect(closes).toEqual([2, 3, 4, 5])
})

test('what is held at the end is told and valued, not sold', async () => {
  const { positions, metrics } = await run({ strategy: byPrice({ 100: order('buy', 'in') }) })
  expect(positions).toMatchObject([{ amount: '2', averageEntry: '100' }])
  // Two at 105, bought at 100, for a fee of 0.2.
  expect(metrics.pnl).toBeCloseTo(9.8, 9)
})

test('what makes a result less than it seems is said', async () => {
  const failing = byPrice({ 100: order('buy', 'in'), 90: { kind: 'stop', because: 'enough' } })
  const gap: PlayedEvent = {
    type: 'gap',
    data: { ...MARKET, channel: 'ticker', missed: 1, recovered: false, cause: 'drop' },
  }
  const { counts, warnings, states } = await run({
    strategy: failing,
    source: sourceOf([...PRICES.slice(0, 3), gap, ...PRICES.slice(3)]),
    paper: { fees: { maker: 0, taker: 0, asset: 'quote' } },
    balances: { USDT: '1' },
  })
  expect(counts.refusals).toEqual({ 'insufficient-balance': 1 })
  expect(warnings).toEqual([
    expect.stringContaining('the data have a hole'),
    'the bot ended by itself: enough',
    'nothing was traded: orders were refused, insufficient-balance 1 times',
  ])
  expect(states.map(({ to }) => to)).toEqual(['initializing', 'running', 'stopping', 'stopped'])
})

test('a channel of which there is nothing is named, and so is a strategy that fails', async () => {
  const broken = defineStrategy({
    name: 'broken',
    version: 1,
    params: z.object({}),
    state: () => ({}),
    subscriptions: () => [
      { ...MARKET, channel: 'ticker' },
      { ...MARKET, channel: 'trades' },
    ],
    hooks: {
      ticker: () => {
        throw new Error('out of order')
      },
    },
  }) as AnyStrategy
  const { warnings, counts } = await run({ strategy: broken })
  expect(warnings[0]).toBe('the data hold nothing of trades:BTC/USDT of binance')
  expect(warnings.some((line) => line.includes('out of order'))).toBe(true)
  expect(counts.faults).toBe(1)
})

test('a price that does not come makes the bot degraded, which is told', async () => {
  const { warnings } = await run({ source: sourceOf([...PRICES.slice(0, 2), ticker(60, 101), ticker(61, 102)]) })
  expect(warnings).toContainEqual(expect.stringMatching(/^the bot was degraded once, first because no price of/))
})

test('a run that is stopped is told from one that is complete, and progress is told', async () => {
  const stop = new AbortController()
  const seen: number[] = []
  const pieces = async function* () {
    for (const event of PRICES) yield [event]
  }
  const { complete, metrics } = await run({
    source: pieces(),
    signal: stop.signal,
    onProgress: (events) => {
      seen.push(events)
      if (events === 3) stop.abort()
    },
  })
  expect([complete, seen, metrics.fills]).toEqual([false, [1, 2, 3], 1])
})

test.each([
  [{ params: { notes: 1 } }, 'parameters of by-price {"notes":1} cannot be used'],
  [
    { instruments: [] },
    'symbol "BTC/USDT of binance" cannot be used: the strategy trades it, and there are rules for none',
  ],
  [{ source: sourceOf([]) }, 'data "no events" cannot be used'],
  [{ from: T0 + 60_000 }, 'from "2025-06-15T15:07:40.000Z" cannot be used: the data end before'],
  [{ capital: '0' }, 'cannot be used'],
  [{ barriers: { stopLoss: -1 } }, 'cannot be used'],
])('%j is refused, with the reason', async (options, message) => {
  await expect(run(options)).rejects.toThrow(message)
})
