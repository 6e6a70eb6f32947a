import type { Level, Market } from '@md/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../../test/strategy-params.ts'
import { exact } from '../../decimal/exact.ts'
import { floorTo } from '../../decimal/steps.ts'
import { type StageOptions, stageOf } from '../../testing/strategy-stage.ts'
import { arbitrage } from './arbitrage.ts'

const BINANCE = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const KRAKEN = { exchange: 'kraken', symbol: 'BTC/USD' } as const
const PARAMS = {
  first: { ...BINANCE, fee: 0.001 },
  second: { ...KRAKEN, fee: 0.002 },
  amount: '1',
  maxPosition: 1.5,
  minEdge: 0.001,
} as const

const aStage = (particulars: object = {}, options: StageOptions = {}) =>
  stageOf(arbitrage, { ...PARAMS, ...particulars }, options)

type Stage = ReturnType<typeof aStage>

const at = (bid: number, ask: number, amount = 5): { bids: Level[]; asks: Level[] } => ({
  bids: [[bid, amount]],
  asks: [[ask, amount]],
})

/** Kraken pays 101 for what costs 100 at Binance. */
function apart(stage: Stage) {
  stage.book({ ...at(99.9, 100), market: BINANCE })
  return stage.book({ ...at(101, 101.1), market: KRAKEN })
}

describe('arbitrage', () => {
  it('buys where it is cheap and sells where it is dear, both at once and not a tick worse', () => {
    const stage = aStage()
    // 101 * 0.998 / (100 * 1.001) - 1
    const edge = (101 * (1 - 0.002)) / (100 * (1 + 0.001)) - 1
    const because = `buying at 100 and selling at 101 earns ${edge} after fees`
    const leg = { kind: 'place', type: 'limit', timeInForce: 'IOC', amount: '1', because }
    expect(apart(stage)).toEqual([
      { ...leg, ref: 'buy', side: 'buy', market: BINANCE, price: 100 },
      { ...leg, ref: 'sell', side: 'sell', market: KRAKEN, price: 101 },
    ])
  })

  it('does it the other way round as well', () => {
    const stage = aStage()
    stage.book({ ...at(103, 103.1), market: BINANCE })
    expect(stage.book({ ...at(100.9, 101), market: KRAKEN })).toMatchObject([
      { ref: 'buy', market: KRAKEN },
      { ref: 'sell', market: BINANCE },
    ])
  })

  it('does nothing where the fees eat the gain', () => {
    const stage = aStage()
    stage.book({ ...at(99.9, 100), market: BINANCE })
    // 100.3 * 0.998 is less than 100 * 1.001
    expect(stage.book({ ...at(100.3, 100.4), market: KRAKEN })).toEqual([])
  })

  it.each([
    ['one book is not live', { status: 'stale' as const }, 0],
    ['one book is too old', {}, 1_001],
    ['the books are of different moments', {}, 501],
  ])('does nothing when %s', (_, particulars, lateMs) => {
    const stage = aStage()
    stage.book({ ...at(99.9, 100), market: BINANCE, ...particulars })
    stage.advance(lateMs)
    expect(stage.book({ ...at(101, 101.1), market: KRAKEN })).toEqual([])
  })

  it('does nothing on empty books', () => {
    const stage = aStage()
    stage.book({ bids: [], asks: [], market: BINANCE })
    expect(stage.book({ ...at(101, 101.1), market: KRAKEN })).toEqual([])
  })

  it('takes no more than stands at the best price, nor than its position may become', () => {
    const stage = aStage()
    stage.book({ ...at(99.9, 100, 0.4), market: BINANCE })
    expect(stage.book({ ...at(101, 101.1), market: KRAKEN })).toMatchObject([{ amount: '0.4' }, { amount: '0.4' }])
    stage.fill('buy')
    stage.fill('sell')
    stage.advance(1_000)
    apart(stage)
    stage.fill('buy')
    stage.fill('sell')
    stage.advance(1_000)
    // 0.4 + 1 are held: 0.1 is left of 1.5
    expect(apart(stage)).toMatchObject([{ amount: '0.1' }, { amount: '0.1' }])
  })

  it('gives back at market what one leg has more than the other', () => {
    const stage = aStage()
    apart(stage)
    stage.fill('buy')
    expect(stage.fill('sell', { amount: '0.3' })).toEqual([])
    expect(stage.end('sell', 'expired')).toMatchObject([
      { ref: 'even', market: BINANCE, side: 'sell', type: 'market', amount: '0.7', reduceOnly: true },
    ])
    stage.fill('even', { price: 99.9 })
    expect(stage.position(BINANCE).amount).toBe('0.3')
    expect(stage.position(KRAKEN).amount).toBe('-0.3')
  })

  it('buys back what was sold without being bought', () => {
    const stage = aStage()
    apart(stage)
    stage.fill('sell')
    expect(stage.end('buy', 'expired')).toMatchObject([{ ref: 'even', market: KRAKEN, side: 'buy', amount: '1' }])
  })

  it('tries to even its legs again when that failed', () => {
    const stage = aStage()
    apart(stage)
    stage.fill('sell')
    stage.end('buy', 'expired')
    expect(stage.end('even', 'rejected')).toMatchObject([{ kind: 'timer', afterMs: 1_000 }])
    expect(apart(stage)).toEqual([])
    expect(stage.advance(1_000)).toMatchObject([{ ref: 'even', amount: '1' }])
  })

  it('evens its legs at the start, when it was stopped in between', () => {
    const stage = aStage()
    apart(stage)
    stage.fill('buy')
    expect(stage.restart()).toEqual([])
    stage.ctx.state = { ...stage.state, notBefore: 0 }
    stage.end('sell', 'expired')
    stage.end('even', 'cancelled')
    stage.advance(2_000)
    expect(stage.open).toMatchObject([{ ref: 'even', amount: '1' }])
  })

  it('gives back the leg that went out when the other is refused', () => {
    const stage = aStage({}, { refuses: ({ side }) => (side === 'sell' ? 'short-not-allowed' : undefined) })
    apart(stage)
    expect(stage.fill('buy')).toMatchObject([{ ref: 'even', side: 'sell', amount: '1' }, { kind: 'timer' }])
  })

  it('waits longer and longer while one leg is refused, for each time costs what it takes to even the other', () => {
    let refuses = true
    const stage = aStage({}, { refuses: ({ ref }) => (refuses && ref === 'sell' ? 'short-not-allowed' : undefined) })
    const fillAll = () => {
      for (const { ref } of stage.open) stage.fill(ref)
    }
    const tradesIn = (seconds: number): readonly number[] =>
      Array.from({ length: seconds }, (_, second) => second).filter(() => {
        const trades = apart(stage).length > 0
        // the leg that left, and what evens it
        fillAll()
        fillAll()
        stage.advance(1_000)
        return trades
      })
    expect(tradesIn(60)).toEqual([0, 2, 6, 14, 30])
    refuses = false
    stage.advance(3_600_000)
    expect(tradesIn(3)).toEqual([0, 1])
  })

  it.each([
    [{ second: PARAMS.first }, 'second: first and second must be two markets'],
    [{ second: { ...PARAMS.second, symbol: 'ETH/USD' } }, 'second.symbol: both markets must have the same base'],
    [
      { second: { ...PARAMS.second, symbol: 'BTC/EUR' } },
      'second.symbol: prices of the two can only be compared in one',
    ],
    [{ amount: 2 }, 'amount: amount must not be above maxPosition'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(arbitrage, { ...PARAMS, ...wrong })).toContain(message)
  })

  it('ends even, within its position, whatever each leg gets', () => {
    const event = fc.record({
      first: fc.integer({ min: 95, max: 105 }),
      second: fc.integer({ min: 95, max: 105 }),
      shares: fc.tuple(fc.constantFrom(0, 0.5, 1), fc.constantFrom(0, 0.5, 1)),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.boolean(), (events, ordersFirst) => {
        const stage = aStage({}, { ordersFirst })
        for (const { first, second, shares } of events) {
          stage.advance(1_000)
          stage.book({ ...at(first - 0.1, first + 0.1), market: BINANCE })
          stage.book({ ...at(second - 0.1, second + 0.1), market: KRAKEN })
          settle(stage, 'buy', shares[0])
          settle(stage, 'sell', shares[1])
          // what is too much may lie on both sides
          settle(stage, 'even', 1)
          settle(stage, 'even', 1)
          expect(stage.open).toEqual([])
          expect(net(stage)).toBe('0')
          for (const market of [BINANCE, KRAKEN]) expect(Math.abs(stage.position(market).size)).toBeLessThanOrEqual(1.5)
        }
      }),
    )
  })
})

/** An IOC order gets its share at once, in the venue's steps, and ends. */
function settle(stage: Stage, ref: string, share: number): void {
  const order = stage.open.find((each) => each.ref === ref)
  if (order === undefined) return
  const amount = floorTo(exact(order.amount).mul(share), stage.ctx.instrument(order.market).stepSize)
  if (amount.gt(0)) stage.fill(ref, { amount: amount.toFixed() })
  if (amount.lt(order.amount)) stage.end(ref, 'expired')
}

const net = (stage: Stage): string => {
  const markets: readonly Market[] = [BINANCE, KRAKEN]
  return markets.reduce((sum, market) => sum.plus(stage.position(market).amount), exact(0)).toFixed()
}
