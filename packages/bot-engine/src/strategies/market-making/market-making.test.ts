import type { Level } from '@md/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bars, closes } from '../../../test/strategy-candles.ts'
import { mistakesOf } from '../../../test/strategy-params.ts'
import { type StageOptions, stageOf } from '../../testing/strategy-stage.ts'
import { marketMaking } from './market-making.ts'
import { fullness, quotesAround } from './quotes.ts'

const PARAMS = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  amount: '1',
  spread: 0.02,
  maxInventory: 3,
  skew: 1,
  minChange: 0.001,
} as const

const aMaker = (particulars: object = {}, options: StageOptions = {}) =>
  stageOf(marketMaking, { ...PARAMS, ...particulars }, options)

type Stage = ReturnType<typeof aMaker>

/** A book around a middle, 0.1 wide each side. */
const around = (middle: number): { bids: Level[]; asks: Level[] } => ({
  bids: [[middle - 0.1, 5]],
  asks: [[middle + 0.1, 5]],
})

const quotes = (stage: Stage) => stage.open.map(({ amount, price, side }) => `${side} ${amount} at ${price}`)

describe('quotesAround', () => {
  const basis = { bestBid: 99, bestAsk: 101, spread: 0.1, inventory: 0, skew: 0.5, tick: 0.01 }

  it('stands evenly around the middle', () => {
    expect(quotesAround(basis)).toEqual({ bid: 95, ask: 105 })
  })

  it('stands lower the more is held, by as many spreads as asked', () => {
    // 100 * (1 - 0.5 * 0.1) = 95
    expect(quotesAround({ ...basis, inventory: 1 })).toEqual({ bid: 90.25, ask: 99.75 })
    expect(quotesAround({ ...basis, inventory: -1 })?.bid).toBeCloseTo(99.75)
  })

  it('never goes through the best price of the other side', () => {
    const tight = quotesAround({ ...basis, skew: 10, inventory: 1, spread: 0.02 })
    expect(tight?.ask).toBe(99.01)
    expect(tight?.bid).toBeLessThan(99)
    expect(quotesAround({ ...basis, skew: 10, inventory: -1, spread: 0.02 })?.bid).toBe(100.99)
  })

  it('says nothing of an empty or a crossed book', () => {
    expect(quotesAround({ ...basis, bestAsk: Number.NaN })).toBeUndefined()
    expect(quotesAround({ ...basis, bestBid: 120, bestAsk: 100, spread: 0.0001 })).toBeUndefined()
  })
})

describe('fullness', () => {
  it('is 0 at the target and 1 at either bound', () => {
    const bounds = { least: -1, most: 3, target: 1 }
    expect([1, 2, 3, 9, 0, -1, -9].map((held) => fullness(held, bounds))).toEqual([0, 0.5, 1, 1, -0.5, -1, -1])
  })

  it('is 0 where there is no room', () => {
    expect(fullness(-1, { least: 0, most: 3, target: 0 })).toBe(0)
  })
})

describe('market-making', () => {
  it('bids when it holds nothing, and asks for what it holds', () => {
    const stage = aMaker()
    stage.book(around(100))
    expect(quotes(stage)).toEqual(['buy 1 at 99'])
    stage.fill('buy')
    // a third full: the middle moves by a third of 2 %
    expect(quotes(stage)).toEqual(['buy 1 at 98.34', 'sell 1 at 100.33'])
  })

  it('moves a quote when the price has changed enough, and leaves it otherwise', () => {
    const stage = aMaker()
    stage.book(around(100))
    expect(stage.book(around(100.05))).toEqual([])
    expect(stage.book(around(101))).toMatchObject([{ kind: 'replace', ref: 'buy' }])
    expect(quotes(stage)).toEqual(['buy 1 at 99.99'])
  })

  it('bids for no more than there is room for', () => {
    const stage = aMaker({ maxInventory: '1.5' })
    stage.book(around(100))
    stage.fill('buy')
    expect(stage.open.find(({ side }) => side === 'buy')).toMatchObject({ amount: '0.5' })
    stage.fill('buy')
    expect(stage.open.some(({ side }) => side === 'buy')).toBe(false)
  })

  it('asks for more than it holds only where it may go short', () => {
    const stage = aMaker({ minInventory: -2 })
    stage.book(around(100))
    expect(quotes(stage)).toEqual(['buy 1 at 99', 'sell 1 at 101'])
  })

  it.each(['stale', 'syncing'] as const)('takes its quotes back when the book is %s', (status) => {
    const stage = aMaker()
    stage.book(around(100))
    expect(stage.book({ ...around(100), status })).toMatchObject([{ kind: 'cancel', ref: 'buy' }])
    expect(stage.open).toEqual([])
    expect(stage.book(around(100))).toHaveLength(1)
  })

  it('takes its quotes back when a connection is lost, and quotes again when all are there', () => {
    const stage = aMaker()
    stage.book(around(100))
    expect(stage.connectivity(false, 'venue')).toMatchObject([{ kind: 'cancel', because: 'connection lost' }])
    expect(stage.book(around(100))).toEqual([])
    expect(stage.connectivity(true, 'venue')).toEqual([])
    expect(stage.book(around(100))).toHaveLength(1)
  })

  it('takes its quotes back from an empty book', () => {
    const stage = aMaker()
    stage.book(around(100))
    expect(stage.book({ bids: [], asks: [] })).toMatchObject([{ kind: 'cancel' }])
  })

  it('waits after a quote was refused', () => {
    let refused = true
    const stage = aMaker({}, { refuses: () => (refused ? 'book-not-live' : undefined) })
    stage.book(around(100))
    refused = false
    expect(stage.book(around(100))).toEqual([])
    stage.advance(1_000)
    expect(stage.book(around(100))).toHaveLength(1)
  })

  it('widens its spread with the range of the candles, once it knows that', () => {
    const stage = aMaker({ volatility: { interval: '1m', period: 2, multiplier: 2 } })
    expect(stage.book(around(100))).toEqual([])
    for (const candle of bars([
      [102, 98, 100],
      [103, 99, 100],
    ]))
      stage.candle(candle)
    stage.book(around(100))
    // twice the average range of 4 %: 8 %, 4 % each side
    expect(quotes(stage)).toEqual(['buy 1 at 96'])
    expect(marketMaking.warmup?.(stage.ctx.params)).toMatchObject([{ interval: '1m', count: 20 }])
    expect(marketMaking.subscriptions(stage.ctx.params).map(({ channel }) => channel)).toEqual(['orderbook', 'candles'])
  })

  it('keeps its least spread where the candles have no range at all', () => {
    const stage = aMaker({ volatility: { interval: '1m', period: 2, multiplier: 2 } })
    for (const candle of closes([100, 100])) stage.candle(candle)
    stage.book(around(100))
    expect(quotes(stage)).toEqual(['buy 1 at 99'])
  })

  it.each([
    [{ minInventory: 3 }, 'minInventory: minInventory must be below maxInventory'],
    [{ targetInventory: 4 }, 'targetInventory: targetInventory must be between'],
    [{ spread: 1 }, 'spread'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(marketMaking, { ...PARAMS, ...wrong })).toContain(message)
  })

  it('never stands against itself, nor could end beyond its bounds, whatever is filled', () => {
    const event = fc.record({
      middle: fc.integer({ min: 80, max: 120 }),
      side: fc.constantFrom('buy', 'sell', 'neither'),
      share: fc.constantFrom('0.3', '0.5', '1'),
      cancels: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), (events, ordersFirst) => {
        const stage = aMaker({ minInventory: -1 }, { ordersFirst })
        for (const each of events) {
          meet(stage, each)
          expect(bestOf(stage, 'buy')).toBeLessThan(bestOf(stage, 'sell'))
          const held = stage.position().size
          expect(held + left(stage, 'buy')).toBeLessThanOrEqual(3 + 1e-9)
          expect(held - left(stage, 'sell')).toBeGreaterThanOrEqual(-1 - 1e-9)
        }
      }),
    )
  })
})

interface Meeting {
  readonly middle: number
  readonly side: 'buy' | 'sell' | 'neither'
  readonly share: string
  readonly cancels: boolean
}

function meet(stage: Stage, { cancels, middle, share, side }: Meeting): void {
  stage.book(around(middle))
  const order = stage.open.find((each) => each.side === side)
  if (order === undefined) return
  const rest = Number(order.amount) - Number(order.filled)
  stage.fill(order.ref, { amount: Math.min(rest, Number(share)).toFixed(4) })
  if (cancels && stage.open.some(({ ref }) => ref === order.ref)) stage.end(order.ref)
}

const bestOf = (stage: Stage, wanted: 'buy' | 'sell'): number => {
  const prices = stage.open.filter(({ side }) => side === wanted).map(({ price }) => Number(price))
  return wanted === 'buy' ? Math.max(...prices) : Math.min(...prices)
}

const left = (stage: Stage, wanted: 'buy' | 'sell'): number =>
  stage.open
    .filter(({ side }) => side === wanted)
    .reduce((sum, { amount, filled }) => sum + Number(amount) - Number(filled), 0)
