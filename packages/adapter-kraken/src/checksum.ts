import { crc32 } from 'node:zlib'
import type { BookMessage, BookRules } from '@md/adapter-core'
import type { MaintainedBook } from '@md/order-book'

/** Levels of each side that the checksum covers, whatever depth is subscribed. */
const COVERED = 10

/** Levels a side that can be subscribed (Kraken API Center, "Spot WebSocket v2 / Book", `depth`). */
const DEPTHS = [10, 25, 100, 500, 1_000] as const
const DEEPEST = 1_000

/** The smallest depth Kraken has that gives `wanted` levels: 10 by default, 1000 when more are wanted than there are. */
export const depthFor = (wanted = 0): number => DEPTHS.find((depth) => depth >= wanted) ?? DEEPEST

/**
 * CRC32 over the marks of the ten best asks, then of the ten best bids, each side from its best level on.
 * Where a side has fewer, those it has.
 */
export function checksumOf({ asks, bids }: MaintainedBook): number {
  let text = ''
  for (let i = 0; i < COVERED; i++) text += asks.mark(i)
  for (let i = 0; i < COVERED; i++) text += bids.mark(i)
  return crc32(text)
}

/**
 * How Kraken's books are kept: Kraken API Center, guide "Book checksum (v2)".
 * 1. The snapshot that a subscription begins with is the book.
 * 2. Each update sets the levels it names, in its order; a quantity of 0 removes one.
 * 3. The book is cut back to the subscribed depth: levels that are pushed out are not told, and come again by themselves.
 * 4. After every message its checksum must be that of the book. Nothing is numbered, so this alone shows a loss.
 */
export const bookRules: BookRules = {
  integrity: 'checksum',
  startsFrom: 'stream',
  marked: true,
  subscribedDepth: depthFor,
  verify: (book: MaintainedBook, { checksum }: BookMessage) => checksumOf(book) === checksum,
}
