import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BookSide } from './book-side.ts'
import type { Instrument } from './instrument.ts'
import { Market } from './market.ts'

const instrument: Instrument = {
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  wire: 'BTC/USD',
  priceDecimals: 1,
  amountDecimals: 8,
  openingTicks: 788_700,
  ordinaryLots: 11_000_000,
}

const openedAt = 1_750_000_000_000
const market = (seed: number, more: Partial<Instrument> = {}) =>
  new Market({ ...instrument, ...more }, { seed, openedAt, history: 10_000, levels: 300 })

test.each([
  ['a coin of many ticks', { openingTicks: 7_887_000 }],
  ['a coin of few ticks', { openingTicks: 2000, priceDecimals: 5 }],
])('keeps the book of %s sorted, full, and never crossed', (_, more) => {
  for (const seed of [1, 2, 3]) {
    const { asks, bids } = run(market(seed, more), 3000)
    expect(bids.size).toBeGreaterThan(200)
    expect(asks.size).toBeGreaterThan(200)
  }
})

function run(one: Market, steps: number) {
  const { asks, bids } = one.book
  for (let step = 0; step < steps; step++) {
    const { changes } = one.step(openedAt + step * 100)
    expect(changes.length).toBeGreaterThan(0)
    expect(asks.ticks(0)).toBeGreaterThan(bids.ticks(0))
    expect(bids.ticks(bids.size - 1)).toBeGreaterThan(0)
  }
  for (const side of [bids, asks]) {
    for (let index = 1; index < side.size; index++)
      expect(side.isWorse(side.ticks(index), side.ticks(index - 1))).toBe(true)
    for (let index = 0; index < side.size; index++) expect(side.lots(index)).toBeGreaterThan(0)
  }
  return one.book
}

test('moves its price by what a real one moves, and stays near where it opened', () => {
  const one = market(5)
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (let step = 0; step < 36_000; step++) {
    one.step(openedAt + step * 100)
    least = Math.min(least, one.book.bids.ticks(0))
    most = Math.max(most, one.book.asks.ticks(0))
  }

  expect((most - least) / instrument.openingTicks).toBeGreaterThan(0.0005)
  expect((most - least) / instrument.openingTicks).toBeLessThan(0.05)
})

test('trades only at prices that were in the book, and numbers trades without a hole', () => {
  const one = market(7)
  let next = one.firstId
  for (let step = 0; step < 2000; step++) {
    const before = { bid: one.book.bids.ticks(0), ask: one.book.asks.ticks(0) }
    for (const trade of one.step(openedAt + step * 100).trades) {
      expect(trade.id).toBe(next++)
      expect(trade.lots).toBeGreaterThan(0)
      // Within one step the price may first have moved; it never trades through the side it starts from.
      expect(trade.side === 'buy' ? trade.ticks > before.bid : trade.ticks < before.ask).toBe(true)
    }
  }
  expect(next - one.firstId).toBeGreaterThan(500)
})

test('trades at the touch or beside it, and leaves no hole behind it, whatever the seed and the size of a tick', () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 })
  const opening = fc.constantFrom(2_000, 788_700, 7_887_000)
  fc.assert(
    fc.property(seeds, opening, (seed, openingTicks) => {
      const one = market(seed, { openingTicks })
      const { asks, bids } = one.book
      // About twice the most that one step moves the price by: less than a hundredth of a percent, where a tick is less than that.
      const near = 8 * Math.max(1, openingTicks * 0.000_01)
      for (let step = 0; step < 3_000; step++) {
        const touch = { buy: asks.ticks(0), sell: bids.ticks(0) }
        const { trades } = one.step(openedAt + step * 100)
        const beyond = trades.map(({ side, ticks }) => (ticks - touch[side]) * (side === 'buy' ? 1 : -1))
        expect(Math.max(...beyond, widestGap(asks, 10), widestGap(bids, 10))).toBeLessThan(near)
        expect(new Set(trades.map(({ ticks }) => ticks)).size).toBe(trades.length)
      }
    }),
    { numRuns: 12 },
  )
})

const widestGap = (side: BookSide, levels: number): number =>
  Math.max(...Array.from({ length: levels }, (_, i) => Math.abs(side.ticks(i + 1) - side.ticks(i))))

test('aggregates candles and the day from the trades', () => {
  const one = market(9)
  const minutes = one.candles(60_000)
  for (let step = 0; step < 1800; step++) one.step(openedAt + step * 100)
  const start = Math.floor(openedAt / 60_000) * 60_000 + 60_000

  const trades = one.trades.all.filter(({ time }) => time >= start && time < start + 60_000)
  expect(minutes.at(start)).toMatchObject({
    open: trades[0]?.ticks,
    close: trades.at(-1)?.ticks,
    high: Math.max(...trades.map(({ ticks }) => ticks)),
    low: Math.min(...trades.map(({ ticks }) => ticks)),
    volume: trades.reduce((sum, { lots }) => sum + BigInt(lots), 0n),
    trades: trades.length,
    firstId: trades[0]?.id,
    lastId: trades.at(-1)?.id,
  })
  const day = one.day(openedAt + 180_000)
  expect(day.lastId).toBe(one.lastTrade.id)
  expect(day.trades).toBe(day.lastId - day.firstId + 1)
})

test('counts in the day only what is younger than 24 hours', () => {
  const one = market(11)
  for (let step = 0; step < 600; step++) one.step(openedAt + step * 100)
  const later = openedAt + 86_400_000 + 120_000
  const [trade] = one
    .step(later)
    .trades.concat(one.step(later + 1).trades, one.step(later + 2).trades, one.step(later + 3).trades)

  const day = one.day(later + 60_000)

  expect(trade).toBeDefined()
  expect(day.trades).toBeLessThan(20)
})

test('plays the same market from the same seed and another from another', () => {
  const play = (seed: number) => {
    const one = market(seed)
    return Array.from({ length: 50 }, (_, step) => one.step(openedAt + step))
  }

  expect(play(3)).toEqual(play(3))
  expect(play(3)).not.toEqual(play(4))
})

test('never lets its time go back, though the clock does', () => {
  const one = market(1)

  expect(one.step(openedAt + 500).time).toBe(openedAt + 500)
  expect(one.step(openedAt).time).toBe(openedAt + 500)
})
