import type { BookChange, Level } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marksOf, NaiveBook, someLevels } from '../test/naive-book.ts'
import { MaintainedBook, type MaintainedBookOptions } from './maintained-book.ts'

const STAMP = { timestamp: 1_750_000_000_000, receivedAt: 1_750_000_000_001.5 }

const LEVELS: { readonly bids: readonly Level[]; readonly asks: readonly Level[] } = {
  bids: [
    [100, 1],
    [99, 2],
  ],
  asks: [
    [101, 3],
    [102, 4],
  ],
}

const aBook = (options: Partial<MaintainedBookOptions> = {}) =>
  new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence', ...options })

function aBookWith(levels = LEVELS, options: Partial<MaintainedBookOptions> = {}): MaintainedBook {
  const book = aBook(options)
  book.snapshot(levels, STAMP)
  return book
}

test('begins empty, without a time, and being synchronised', () => {
  const { exchange, symbol, integrity, status, sequence, timestamp, change, bids, asks } = aBook()

  expect({ exchange, symbol, integrity, status, sequence, timestamp, change }).toEqual({
    exchange: 'binance',
    symbol: 'BTC/USDT',
    integrity: 'sequence',
    status: 'syncing',
    sequence: 0,
    timestamp: undefined,
    change: undefined,
  })
  expect([bids.size, asks.size]).toEqual([0, 0])
})

test('a snapshot replaces everything and restarts the numbers', () => {
  const book = aBookWith()
  book.update({ bids: [[98, 1]], asks: [] }, STAMP)

  book.snapshot({ bids: [[50, 1]], asks: [[51, 2]] }, STAMP)

  expect(book.change).toEqual({ kind: 'snapshot', sequence: 0, bids: [[50, 1]], asks: [[51, 2]] })
  expect(book.sequence).toBe(0)
})

test('an update changes levels, takes the next number and the times of its message', () => {
  const book = aBookWith()

  book.update({ bids: [[100, 0]], asks: [[101, 9]] }, { timestamp: 5, receivedAt: 6 })

  expect(book.bids.top(2)).toEqual([[99, 2]])
  expect(book.change).toEqual({ kind: 'delta', sequence: 1, bids: [[100, 0]], asks: [[101, 9]] })
  expect([book.timestamp, book.receivedAt, book.sequence]).toEqual([5, 6, 1])
})

test('a change that was kept does not change any more', () => {
  const book = aBookWith()
  const kept = book.change
  const copy = structuredClone(kept)

  book.update({ bids: [[100, 7]], asks: [] }, STAMP)

  expect(kept).toEqual(copy)
})

test('what an update pushes out of the depth is told as removed', () => {
  const book = aBookWith(LEVELS, { depth: 2 })

  book.update({ bids: [[99.5, 1]], asks: [[103, 1]] }, STAMP)

  expect(book.bids.top(9)).toEqual([
    [100, 1],
    [99.5, 1],
  ])
  expect(book.change).toEqual({
    kind: 'delta',
    sequence: 1,
    bids: [
      [99.5, 1],
      [99, 0],
    ],
    asks: [
      [103, 1],
      [103, 0],
    ],
  })
})

test('a snapshot that is too deep is cut back, and tells only what is kept', () => {
  const book = aBookWith(LEVELS, { depth: 1 })

  expect(book.change).toMatchObject({ bids: [[100, 1]], asks: [[101, 3]] })
})

test('updates that nobody was told of are told as one snapshot', () => {
  const book = aBookWith()
  book.update({ bids: [[99, 0]], asks: [] }, STAMP)

  book.restate()

  expect(book.change).toEqual({ kind: 'snapshot', sequence: 0, bids: [[100, 1]], asks: LEVELS.asks })
})

test('is crossed when the best bid is not below the best ask, and never with an empty side', () => {
  expect(aBookWith().crossed).toBe(false)
  expect(aBookWith({ bids: [[101, 1]], asks: [[101, 1]] }).crossed).toBe(true)
  expect(aBookWith({ bids: [[101, 1]], asks: [] }).crossed).toBe(false)
  expect(aBook().crossed).toBe(false)
})

test('a change of status alone carries no change of levels', () => {
  const book = aBookWith()

  expect(book.become('live')).toBe(true)
  expect([book.status, book.change]).toEqual(['live', undefined])
  expect(book.become('live')).toBe(false)
})

test('a follower takes changes in order, knows duplicates, and refuses what does not continue', () => {
  const book = aBook()
  const delta = (sequence: number): BookChange => ({ kind: 'delta', sequence, bids: [[sequence, 1]], asks: [] })

  expect(book.follow({ kind: 'snapshot', sequence: 7, bids: [[1, 1]], asks: [] }, STAMP)).toBe('applied')
  expect(book.follow(delta(7), STAMP)).toBe('duplicate')
  expect(book.follow(delta(9), STAMP)).toBe('gap')
  expect(book.follow(delta(8), STAMP)).toBe('applied')
  expect(book.follow(delta(8), STAMP)).toBe('duplicate')
  expect([book.sequence, book.bids.top(9)]).toEqual([
    8,
    [
      [8, 1],
      [1, 1],
    ],
  ])
})

test('a follower that has had no snapshot yet believes no delta, not even the first', () => {
  const book = aBook()

  expect(book.follow({ kind: 'delta', sequence: 1, bids: [[1, 1]], asks: [] }, STAMP)).toBe('gap')
  expect(book.bids.size).toBe(0)
})

const messages = fc.array(
  fc.record({
    action: fc.constantFrom('snapshot' as const, 'update' as const, 'update' as const, 'update' as const),
    bids: someLevels(),
    asks: someLevels(),
  }),
  { maxLength: 20 },
)
const depths = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined })

test('is what two sorted maps would be, and its changes make the same book, at any depth', () => {
  fc.assert(
    fc.property(depths, messages, (depth, sequence) => {
      const book = aBookWith({ bids: [], asks: [] }, { marked: true, ...(depth === undefined ? {} : { depth }) })
      const follower = aBook()
      const model = new NaiveBook(depth)
      follower.follow(changeOf(book), STAMP)

      for (const { action, ...levels } of sequence) {
        const { bids, asks } = levels
        book[action]({ bids, asks, bidMarks: marksOf(bids), askMarks: marksOf(asks) }, STAMP)
        model[action](levels)

        expect(follower.follow(changeOf(book), STAMP)).toBe('applied')
        expect(levelsOf(book)).toEqual(model.levels)
        expect(levelsOf(follower)).toEqual(model.levels)
        expect(marksIn(book)).toEqual([...model.bids.marks, ...model.asks.marks])
      }
    }),
  )
})

const levelsOf = ({ bids, asks }: MaintainedBook) => ({ bids: [...bids], asks: [...asks] })

const marksIn = ({ bids, asks }: MaintainedBook) =>
  [bids, asks].flatMap((side) => side.top(side.size).map((_, i) => side.mark(i)))

function changeOf({ change }: MaintainedBook): BookChange {
  return change ?? expect.unreachable()
}
