import { expect, test } from 'vitest'
import { parseChannel } from '../names.ts'
import type { BookNews } from '../wire/decode-event.ts'
import { BookFollower } from './book-follower.ts'

const CHANNEL = parseChannel('orderbook:binance:BTC/USDT')

const news = (sequence: number, kind: 'snapshot' | 'delta', more: Partial<BookNews> = {}): BookNews => ({
  type: 'book',
  timestamp: 1,
  receivedAt: 2,
  status: 'live',
  integrity: 'sequence',
  sequence,
  change: { kind, sequence, bids: [[100, sequence]], asks: [] },
  ...more,
})

test('follows changes that continue each other, knows those it had, and says when it has lost its way', () => {
  if (CHANNEL === undefined) throw new Error('no channel')
  const books = new BookFollower()
  expect(books.follow('k', CHANNEL, news(1, 'delta'))).toBe('lost')
  expect(books.follow('k', CHANNEL, news(5, 'snapshot'))).toMatchObject({ sequence: 5, status: 'live' })
  expect(books.follow('k', CHANNEL, news(5, 'delta'))).toBeUndefined()
  expect(books.follow('k', CHANNEL, news(6, 'delta'))).toMatchObject({ sequence: 6 })
  expect(books.follow('k', CHANNEL, news(8, 'delta'))).toBe('lost')
})

test('a status alone is news only when it is another', () => {
  if (CHANNEL === undefined) throw new Error('no channel')
  const books = new BookFollower()
  books.follow('k', CHANNEL, news(5, 'snapshot'))
  const stale = news(5, 'delta', { change: undefined, status: 'stale' })
  expect(books.follow('k', CHANNEL, stale)).toMatchObject({ status: 'stale' })
  expect(books.follow('k', CHANNEL, stale)).toBeUndefined()
  expect(books.mark('k', 'stale')).toBeUndefined()
  expect(books.mark('k', 'syncing')).toMatchObject({ status: 'syncing' })
  expect(books.restore('k')).toMatchObject({ status: 'stale' })
  expect(books.restore('k')).toBeUndefined()
  expect([books.mark('unknown', 'stale'), books.restore('unknown')]).toEqual([undefined, undefined])
})

test('a book that is verified in another way from now on is another book', () => {
  if (CHANNEL === undefined) throw new Error('no channel')
  const books = new BookFollower()
  books.follow('k', CHANNEL, news(5, 'snapshot'))
  expect(books.follow('k', CHANNEL, news(6, 'delta', { integrity: 'checksum' }))).toBe('lost')
  books.forget('k')
  expect(books.follow('k', CHANNEL, news(6, 'delta'))).toBe('lost')
})
