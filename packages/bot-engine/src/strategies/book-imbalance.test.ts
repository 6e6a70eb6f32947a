import type { Level } from '@md/types'
import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../test/strategy-params.ts'
import { stageOf } from '../testing/strategy-stage.ts'
import { bookImbalance } from './book-imbalance.ts'

const PARAMS = { exchange: 'kraken', symbol: 'BTC/USD', levels: 2, amount: 1, maxSpread: 0.01, pauseMs: 5_000 } as const

const aStage = (particulars: object = {}) => stageOf(bookImbalance, { ...PARAMS, ...particulars })

/** Two levels that count, and a wall behind them that does not. */
const weighing = (bid: number, ask: number, { width = 0.1 } = {}): { bids: Level[]; asks: Level[] } => ({
  bids: [
    [100 - width, bid / 2],
    [99, bid / 2],
    [98, 1_000],
  ],
  asks: [
    [100 + width, ask / 2],
    [101, ask / 2],
    [102, 1],
  ],
})

describe('book-imbalance', () => {
  it('buys once the bids have outweighed the asks for long enough', () => {
    const stage = aStage()
    expect(stage.book(weighing(9, 1))).toEqual([])
    stage.advance(499)
    expect(stage.book(weighing(9, 1))).toEqual([])
    stage.advance(1)
    expect(stage.book(weighing(9, 1))).toMatchObject([
      { kind: 'place', ref: 'enter', because: 'bids outweigh asks: 0.8 over 2 levels for 500 ms' },
    ])
  })

  it.each([
    ['the asks come back', weighing(5, 5)],
    ['the book is not verified', { ...weighing(9, 1), status: 'syncing' as const }],
    ['the spread is too wide', weighing(9, 1, { width: 0.9 })],
    ['one side is empty', { bids: weighing(9, 1).bids, asks: [] }],
    ['both sides are empty', { bids: [], asks: [] }],
  ])('begins to count anew when %s', (_, book) => {
    const stage = aStage()
    stage.book(weighing(9, 1))
    stage.advance(400)
    expect(stage.book(book)).toEqual([])
    stage.advance(400)
    expect(stage.book(weighing(9, 1))).toEqual([])
  })

  it('sells when the asks outweigh the bids', () => {
    const stage = aStage({ forMs: 0 })
    stage.book(weighing(9, 1))
    stage.fill('enter')
    expect(stage.book(weighing(4, 6))).toEqual([])
    expect(stage.book(weighing(3, 7))).toMatchObject([
      { kind: 'close', because: 'asks outweigh bids: -0.4 over 2 levels' },
    ])
  })

  it('begins to count anew after it has sold', () => {
    const stage = aStage({ pauseMs: 0 })
    stage.book(weighing(9, 1))
    stage.advance(500)
    stage.book(weighing(9, 1))
    stage.fill('enter')
    stage.book(weighing(3, 7))
    stage.fill('exit/kraken BTC/USD')
    expect(stage.book(weighing(9, 1))).toEqual([])
    stage.advance(500)
    expect(stage.book(weighing(9, 1))).toMatchObject([{ kind: 'place', ref: 'enter' }])
  })

  it('pauses between purchases', () => {
    const stage = aStage({ forMs: 0 })
    stage.book(weighing(9, 1))
    stage.end('enter', 'rejected')
    expect(stage.book(weighing(9, 1))).toEqual([])
    stage.advance(5_000)
    expect(stage.book(weighing(9, 1))).toHaveLength(1)
  })

  it('refuses to leave above where it enters', () => {
    expect(mistakesOf(bookImbalance, { ...PARAMS, leaveBelow: 0.6 })).toContain('leaveBelow must be below enterAbove')
  })
})
