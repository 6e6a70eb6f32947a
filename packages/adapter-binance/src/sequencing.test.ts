import type { BookMessage } from '@md/adapter-core'
import { MaintainedBook } from '@md/order-book'
import type { Level } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bookRules, chain } from './sequencing.ts'

const STAMP = { timestamp: undefined, receivedAt: 0 }

const anUpdate = (
  first: number,
  last: number,
  levels: Partial<Pick<BookMessage, 'bids' | 'asks'>> = {},
): BookMessage => ({
  ...{ kind: 'book', symbol: 'BTC/USDT', action: 'update', bids: [], asks: [] },
  ...{ ...STAMP, ...levels, first, last },
})

test.each([
  ['begins right after the snapshot, as every recorded one does', 100, 101, 105, 'next'],
  ['holds the update after the snapshot', 100, 98, 101, 'next'],
  ['ends with the snapshot', 100, 95, 100, 'old'],
  ['is from before the snapshot', 100, 80, 90, 'old'],
  ['has been applied already', 105, 101, 105, 'old'],
  ['leaves one update out', 100, 102, 105, 'gap'],
  ['leaves many out', 100, 200, 205, 'gap'],
  ['is of one update', 100, 101, 101, 'next'],
])('an update that %s', (_, last, first, newest, expected) => {
  expect(chain(last, anUpdate(first, newest))).toBe(expected)
})

test('an update without numbers cannot be placed', () => {
  const { first, last, ...unnumbered } = anUpdate(1, 2)
  expect(chain(0, unnumbered)).toBe('gap')
  expect(chain(0, { ...unnumbered, first: 1 })).toBe('gap')
})

test('the diff stream is not limited to a depth', () => {
  expect(bookRules.subscribedDepth(10)).toBeUndefined()
  expect(bookRules.subscribedDepth(undefined)).toBeUndefined()
})

/** One change of one level, each with an update id of its own, from 1. */
const changes = fc.array(
  fc.record({ side: fc.constantFrom('bids', 'asks'), price: fc.integer({ min: 1, max: 12 }), amount: fc.nat(3) }),
  { minLength: 1, maxLength: 60 },
)

/** Cuts `changes` into messages of the given sizes. */
function messagesOf(
  all: readonly { side: 'bids' | 'asks'; price: number; amount: number }[],
  sizes: readonly number[],
) {
  const messages: BookMessage[] = []
  for (let at = 0; at < all.length; ) {
    const part = all.slice(at, at + (sizes[messages.length % sizes.length] ?? 1))
    const of = (side: string): Level[] =>
      part.filter((one) => one.side === side).map(({ price, amount }) => [price, amount])
    messages.push(anUpdate(at + 1, at + part.length, { bids: of('bids'), asks: of('asks') }))
    at += part.length
  }
  return messages
}

const aBook = () => new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })

const contents = ({ bids, asks }: MaintainedBook) => ({ bids: bids.top(bids.size), asks: asks.top(asks.size) })

test('a snapshot from any moment and the updates around it make the book of all updates', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(changes, sizes, fc.nat(), fc.nat(), (all, lengths, cut, start) => {
      const messages = messagesOf(all, lengths)
      const naive = aBook()
      for (const message of messages) naive.update(message, STAMP)

      const last = cut % (all.length + 1)
      const then = aBook()
      for (const message of messagesOf(all.slice(0, last), [1])) then.update(message, STAMP)
      const joined = aBook()
      joined.snapshot(contents(then), STAMP)
      // The stream may have been opened at any moment before the snapshot was made.
      const opened = messages.findIndex((message) => chain(last, message) !== 'old')
      const heard = messages.slice(start % (Math.max(opened, 0) + 1))
      let applied = last
      for (const message of heard) {
        const place = chain(applied, message)
        expect(place).not.toBe('gap')
        if (place === 'old') continue
        joined.update(message, STAMP)
        applied = message.last ?? applied
      }

      expect(applied).toBe(all.length)
      expect(contents(joined)).toEqual(contents(naive))
    }),
  )
})

test('a message left out is a gap at the next one', () => {
  fc.assert(
    fc.property(changes, fc.nat(), (all, which) => {
      const messages = messagesOf(all, [2, 1, 3])
      const missing = which % messages.length
      let last = 0
      const places = messages
        .filter((_, i) => i !== missing)
        .map((message) => {
          const place = chain(last, message)
          if (place === 'next') last = message.last ?? last
          return place
        })
      expect(places.indexOf('gap')).toBe(missing < messages.length - 1 ? missing : -1)
    }),
  )
})
