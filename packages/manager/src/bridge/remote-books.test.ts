import type { BookChange, BookStatus, MarketEvent, OrderBook } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBook } from '../../test/kit.ts'
import { RemoteBooks } from './remote-books.ts'

/** A book as it comes over a bridge. */
function remote(change: BookChange | undefined, status: BookStatus = 'live'): OrderBook {
  const { view } = aBook()
  return { ...view, bids: view.bids, asks: view.asks, change, status, sequence: change?.sequence ?? 0 }
}

const snapshot = (sequence: number): BookChange => ({ kind: 'snapshot', sequence, bids: [[100, 1]], asks: [[101, 1]] })
const delta = (sequence: number, amount = sequence): BookChange => ({
  kind: 'delta',
  sequence,
  bids: [[100, amount]],
  asks: [],
})

const typesOf = (events: readonly MarketEvent[]) => events.map(({ type }) => type)

test('follows a snapshot and its changes', () => {
  const books = new RemoteBooks()

  expect(typesOf(books.follow(remote(snapshot(7))))).toEqual(['orderbook'])
  expect(typesOf(books.follow(remote(delta(8))))).toEqual(['orderbook'])

  const book = books.get('binance', 'BTC/USDT')
  expect(book).toMatchObject({ sequence: 8, status: 'live', integrity: 'sequence', change: delta(8) })
  expect(book?.bids.top(1)).toEqual([[100, 8]])
})

test('changes before the first snapshot mean nothing yet', () => {
  const books = new RemoteBooks()

  expect(books.follow(remote(delta(1)))).toEqual([])
  expect(books.get('binance', 'BTC/USDT')).toMatchObject({ status: 'syncing', sequence: 0 })
})

test('what it has already is not applied or told again', () => {
  const books = new RemoteBooks()
  books.follow(remote(snapshot(7)))
  books.follow(remote(delta(8)))

  expect(books.follow(remote(delta(8, 99)))).toEqual([])
  expect(books.get('binance', 'BTC/USDT')?.bids.amount(0)).toBe(8)
})

test('a hole makes it syncing, with a gap that says what is missing, until the next snapshot', () => {
  const books = new RemoteBooks()
  books.follow(remote(snapshot(7)))

  const events = books.follow(remote(delta(10)))
  expect(events).toMatchObject([
    { type: 'gap', data: { channel: 'orderbook', from: '8', to: '9', missed: 2, recovered: false, cause: 'sequence' } },
    { type: 'orderbook', data: { status: 'syncing', change: undefined } },
  ])
  expect(books.follow(remote(delta(11)))).toEqual([])
  expect(books.follow(remote(undefined, 'live'))).toEqual([])

  expect(typesOf(books.follow(remote(snapshot(20))))).toEqual(['orderbook'])
  expect(books.get('binance', 'BTC/USDT')).toMatchObject({ status: 'live', sequence: 20 })
})

test('takes over the status its host tells', () => {
  const books = new RemoteBooks()
  books.follow(remote(snapshot(7)))

  expect(books.follow(remote(undefined, 'stale'))).toMatchObject([{ data: { status: 'stale', change: undefined } }])
  expect(books.follow(remote(undefined, 'stale'))).toEqual([])
  expect(books.follow(remote(undefined, 'live'))).toMatchObject([{ data: { status: 'live' } }])
})

test('a forgotten book starts afresh', () => {
  const books = new RemoteBooks()
  books.follow(remote(snapshot(7)))

  books.forget('binance', 'BTC/USDT')
  expect(books.get('binance', 'BTC/USDT')).toBeUndefined()
})

test('is level for level the book of the host, whatever the host does', () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(3))
  const levels = fc.array(level, { maxLength: 6 })
  fc.assert(
    fc.property(
      fc.array(fc.record({ whole: fc.boolean(), bids: levels, asks: levels }), { maxLength: 30 }),
      (changes) => {
        const host = aBook()
        const books = new RemoteBooks()
        books.follow(remote(host.snapshot([[1, 1]], [[2, 1]]).change))
        for (const { asks, bids, whole } of changes) {
          const { change } = whole ? host.snapshot(bids, asks) : host.update(bids, asks)
          books.follow(remote(change))
        }

        const followed = books.get('binance', 'BTC/USDT')
        expect([...(followed?.bids ?? [])]).toEqual([...host.view.bids])
        expect([...(followed?.asks ?? [])]).toEqual([...host.view.asks])
        expect(followed?.sequence).toBe(host.view.sequence)
      },
    ),
  )
})
