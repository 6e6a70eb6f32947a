import { crc32 } from 'node:zlib'
import type { BookMessage } from '@md/adapter-core'
import { MaintainedBook } from '@md/order-book'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BOOK, changed, only } from '../test/frames.ts'
import { bookRules, checksumOf, depthFor } from './checksum.ts'

const PUBLISHED = 3_310_070_434

const emptyBook = (): MaintainedBook =>
  new MaintainedBook({ exchange: 'kraken', symbol: 'BTC/USD', integrity: 'checksum', depth: 10, marked: true })

function apply(book: MaintainedBook, frame: string): BookMessage {
  const message = only(frame)
  if (message.kind !== 'book') throw new Error(`a ${message.kind}`)
  if (message.action === 'snapshot') book.snapshot(message, message)
  else book.update(message, message)
  return message
}

const verifies = (frame: string): boolean | undefined => {
  const book = emptyBook()
  return bookRules.verify?.(book, apply(book, frame))
}

interface WrittenLevel {
  readonly price: string
  readonly qty: string
}

const written = (levels: readonly WrittenLevel[]): string =>
  levels.map(({ price, qty }) => `{"price":${price},"qty":${qty}}`).join(',')

const bookFrame = (type: string, bids: readonly WrittenLevel[], asks: readonly WrittenLevel[], checksum = 0): string =>
  `{"channel":"book","type":"${type}","data":[{"symbol":"BTC/USD","bids":[${written(bids)}],"asks":[${written(asks)}],"checksum":${checksum},"timestamp":"2026-08-01T10:00:00.000000Z"}]}`

describe('the checksum', () => {
  test('of the example in the documentation is the one printed there', () => {
    const book = emptyBook()
    apply(book, BOOK)

    expect(checksumOf(book)).toBe(PUBLISHED)
    expect(verifies(BOOK)).toBe(true)
  })

  test('is the same for a frame that is laid out otherwise', () => {
    expect(verifies(changed(BOOK, '"type":"snapshot"', '"type": "snapshot"'))).toBe(true)
  })

  test('does not hold for a book in which one digit is another', () => {
    expect(verifies(changed(BOOK, '"qty":0.18772827', '"qty":0.18772828'))).toBe(false)
  })

  test('does not hold when a level is missing', () => {
    expect(verifies(changed(BOOK, '{"price":45299.5,"qty":0.18772827}', '{"price":45299.5,"qty":0.00000000}'))).toBe(
      false,
    )
  })

  test('does not hold when zeros at the end are lost, as JSON.parse loses them', () => {
    expect(verifies(changed(BOOK, '"qty":0.10000000', '"qty":0.1'))).toBe(false)
  })

  test('does not depend on the form of a number', () => {
    expect(verifies(changed(BOOK, '"qty":0.10000000', '"qty":10000000e-8'))).toBe(true)
    expect(verifies(changed(BOOK, '"qty":0.00100000', '"qty":1.00000e-3'))).toBe(true)
    expect(verifies(changed(BOOK, '"price":45281.0', '"price":4.52810E+4'))).toBe(true)
  })

  test('covers what there is where there are fewer than ten levels', () => {
    const bids = [{ price: '10.5', qty: '1.00' }]
    const expected = crc32('105100')

    expect(verifies(bookFrame('snapshot', bids, [], expected))).toBe(true)
    expect(verifies(bookFrame('snapshot', [], [], 0))).toBe(true)
  })

  test('a book message without one is not believed', () => {
    const { checksum: _, ...message } = only(BOOK) as BookMessage

    expect(bookRules.verify?.(emptyBook(), message)).toBe(false)
  })

  test('of a kept book is that of its written levels, whatever updates came', () => {
    const price = fc.integer({ min: 1, max: 40 }).map((cents) => (cents / 100).toFixed(2))
    const qty = fc.oneof(
      fc.constant('0.00000000'),
      fc.integer({ min: 1, max: 300_000_000 }).map((units) => (units / 1e8).toFixed(8)),
    )
    const levels = fc.array(fc.record({ price, qty }), { maxLength: 12 })

    fc.assert(
      fc.property(fc.array(fc.record({ bids: levels, asks: levels }), { minLength: 1, maxLength: 8 }), (messages) => {
        const book = emptyBook()
        const model = { bids: new Map<string, string>(), asks: new Map<string, string>() }
        for (const [i, { bids, asks }] of messages.entries()) {
          apply(book, bookFrame(i === 0 ? 'snapshot' : 'update', bids, asks))
          model.bids = applied(model.bids, bids, i === 0)
            .reverse()
            .slice(0, 10)
            .toMap()
          model.asks = applied(model.asks, asks, i === 0)
            .slice(0, 10)
            .toMap()
          expect(checksumOf(book)).toBe(crc32(textOf(model.asks) + textOf(model.bids)))
        }
      }),
    )
  })
})

const bare = (text: string): string => text.replace('.', '').replace(/^0+/, '')
const textOf = (side: ReadonlyMap<string, string>): string => [...side].map(([p, q]) => bare(p) + bare(q)).join('')

/** A side kept in the plainest way: every level as it was written, sorted by price. */
function applied(side: ReadonlyMap<string, string>, levels: readonly WrittenLevel[], afresh: boolean) {
  const next = new Map(afresh ? [] : side)
  for (const { price, qty } of levels) {
    if (Number(qty) === 0) next.delete(price)
    else next.set(price, qty)
  }
  let sorted = [...next].sort(([a], [b]) => Number(a) - Number(b))
  const chain = {
    reverse: () => {
      sorted = sorted.reverse()
      return chain
    },
    slice: (from: number, to: number) => {
      sorted = sorted.slice(from, to)
      return chain
    },
    toMap: () => new Map(sorted),
  }
  return chain
}

describe('the depth', () => {
  test.each([
    [undefined, 10],
    [1, 10],
    [10, 10],
    [11, 25],
    [25, 25],
    [50, 100],
    [500, 500],
    [501, 1_000],
    [1_000, 1_000],
    [5_000, 1_000],
  ])('for %s wanted levels is %i', (wanted, depth) => {
    expect(depthFor(wanted)).toBe(depth)
    expect(bookRules.subscribedDepth(wanted)).toBe(depth)
  })

  test('is that of the messages: books begin with the stream and are proven by checksum', () => {
    expect(bookRules).toMatchObject({ integrity: 'checksum', startsFrom: 'stream', marked: true })
    expect(bookRules.chain).toBeUndefined()
  })
})
