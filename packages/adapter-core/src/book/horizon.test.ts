import { MaintainedBook } from '@md/order-book'
import type { Level } from '@md/types'
import { expect, test } from 'vitest'
import type { BookSnapshot } from '../protocol.ts'
import { Horizon } from './horizon.ts'

const levels = (from: number, step: 1 | -1, count: number): Level[] =>
  Array.from({ length: count }, (_, i): Level => [from + step * i, 1])

/** Bids from 100 down, asks from 101 up. */
const aSnapshot = (count: number, cut?: BookSnapshot['cut']): BookSnapshot => ({
  last: 1,
  bids: levels(100, -1, count),
  asks: levels(101, 1, count),
  ...(cut ? { cut } : {}),
})

function aBookOf({ bids, asks }: Pick<BookSnapshot, 'bids' | 'asks'>): MaintainedBook {
  const book = new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })
  book.snapshot({ bids, asks }, { timestamp: undefined, receivedAt: 0 })
  return book
}

test('a snapshot of everything is known for ever', () => {
  const horizon = new Horizon(aSnapshot(10), 5)

  expect(horizon.covers(aBookOf({ bids: levels(10, -1, 2), asks: levels(900, 1, 2) }))).toBe(true)
})

test('a side that was cut is known as far as its last price, for as many levels as are wanted', () => {
  const snapshot = aSnapshot(10, { bids: true, asks: true })
  const horizon = new Horizon(snapshot, 5)

  expect(horizon.covers(aBookOf(snapshot))).toBe(true)
  expect(horizon.covers(aBookOf({ ...snapshot, bids: snapshot.bids.slice(5) }))).toBe(true)
  expect(horizon.covers(aBookOf({ ...snapshot, bids: snapshot.bids.slice(6) }))).toBe(false)
  expect(horizon.covers(aBookOf({ ...snapshot, asks: levels(107, 1, 5) }))).toBe(false)
})

test('the side that was not cut does not count', () => {
  const snapshot = aSnapshot(10, { bids: false, asks: true })

  expect(new Horizon(snapshot, 5).covers(aBookOf({ ...snapshot, bids: [] }))).toBe(true)
})

test('no more than half of the snapshot has to stay known, so that the market can move', () => {
  const snapshot = aSnapshot(4, { bids: true, asks: true })

  expect(new Horizon(snapshot, undefined).covers(aBookOf(snapshot))).toBe(true)
  expect(new Horizon(aSnapshot(1, { bids: true, asks: true }), 10).covers(aBookOf(aSnapshot(1)))).toBe(true)
})
