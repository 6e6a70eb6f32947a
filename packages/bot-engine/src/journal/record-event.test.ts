import { MaintainedBook } from '@md/order-book'
import type { BookChange, Level } from '@md/types'
import { aTicker } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BookSequences, recordedEvent } from './record-event.ts'

const STAMP = { timestamp: 1, receivedAt: 2.5 }

const aBook = (): MaintainedBook =>
  new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })

function recorded(book: MaintainedBook, journalled: BookSequences): BookChange | undefined {
  const event = recordedEvent({ type: 'orderbook', data: book }, journalled)
  if (event.type !== 'orderbook') throw new Error('it was a book')
  return event.data.change
}

const levels = (book: MaintainedBook): readonly (readonly Level[])[] => [
  book.bids.top(book.bids.size),
  book.asks.top(book.asks.size),
]

interface Step {
  readonly kind: string
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

function take(book: MaintainedBook, { kind, ...levels }: Step): void {
  if (kind === 'update') book.update(levels, STAMP)
  else if (kind === 'snapshot') book.snapshot(levels, STAMP)
  else book.become(book.status === 'live' ? 'stale' : 'live')
}

test('all but books are written as they are', () => {
  const event = { type: 'ticker', data: aTicker() } as const
  expect(recordedEvent(event, new BookSequences())).toBe(event)
})

test('a book is written with its stamps, status and integrity', () => {
  const book = aBook()
  book.snapshot({ bids: [[99, 1]], asks: [[101, 1]] }, STAMP)
  book.become('live')
  expect(recordedEvent({ type: 'orderbook', data: book }, new BookSequences())).toEqual({
    type: 'orderbook',
    data: {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      ...STAMP,
      status: 'live',
      integrity: 'sequence',
      change: { kind: 'snapshot', sequence: 0, bids: [[99, 1]], asks: [[101, 1]] },
    },
  })
})

test('whoever plays the journal holds the same book after each entry, whichever events were left out', () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 }))
  const step = fc.record({
    bids: fc.array(level, { maxLength: 3 }),
    asks: fc.array(level, { maxLength: 3 }),
    kind: fc.constantFrom('update', 'update', 'update', 'snapshot', 'status'),
    delivered: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const book = aBook()
      const played = aBook()
      const journalled = new BookSequences()
      book.snapshot({ bids: [], asks: [] }, STAMP)
      for (const { delivered, ...one } of steps) {
        take(book, one)
        if (!delivered) continue
        const change = recorded(book, journalled)
        if (change !== undefined) expect(played.follow(change, STAMP)).toBe('applied')
        expect(levels(played)).toEqual(levels(book))
        expect(played.sequence).toBe(book.sequence)
      }
    }),
  )
})

test('what continues is written as its change alone', () => {
  const book = aBook()
  const journalled = new BookSequences()
  book.snapshot({ bids: [[99, 1]], asks: [] }, STAMP)
  recorded(book, journalled)
  book.update({ bids: [[98, 1]], asks: [] }, STAMP)
  expect(recorded(book, journalled)).toEqual({ kind: 'delta', sequence: 1, bids: [[98, 1]], asks: [] })
  book.become('live')
  expect(recorded(book, journalled)).toBeUndefined()
})

test('a change that only seems to continue, after a snapshot that was left out, is written as a whole book', () => {
  const book = aBook()
  const journalled = new BookSequences()
  book.snapshot({ bids: [[99, 1]], asks: [] }, STAMP)
  recorded(book, journalled)
  book.snapshot({ bids: [[50, 1]], asks: [] }, STAMP)
  book.update({ bids: [[49, 1]], asks: [] }, STAMP)
  const levels = {
    bids: [
      [50, 1],
      [49, 1],
    ],
    asks: [],
  } as const
  expect(recorded(book, journalled)).toEqual({ kind: 'snapshot', sequence: 1, ...levels })
})

test('another book of the same market is written as a whole, whatever its number', () => {
  const [book, other] = [aBook(), aBook()]
  const journalled = new BookSequences()
  for (const one of [book, other]) one.snapshot({ bids: [[one === book ? 99 : 50, 1]], asks: [] }, STAMP)
  recorded(book, journalled)
  other.update({ bids: [[49, 1]], asks: [] }, STAMP)
  expect(recorded(other, journalled)).toMatchObject({ kind: 'snapshot', sequence: 1 })
})
