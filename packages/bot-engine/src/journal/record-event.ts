import type { BookChange, MarketEvent, OrderBook } from '@md/types'
import type { RecordedBook, RecordedEvent } from './entry.ts'

interface Written {
  book: OrderBook
  snapshots: number
  sequence: number
}

/** How far the books in one journal have come: what the next change must continue. */
export class BookSequences {
  readonly #written = new Map<string, Written>()

  /**
   * True: whoever plays the journal holds the book as it was before this change. Notes it as written. After a snapshot
   * that nobody was told of, by a conflated subscription, a number that fits is still another book's.
   */
  continues(book: OrderBook): boolean {
    const { change, exchange, sequence, snapshots, symbol } = book
    const key = `${exchange} ${symbol}`
    const last = this.#written.get(key)
    if (last === undefined) {
      this.#written.set(key, { book, snapshots, sequence })
      return change?.kind === 'snapshot'
    }
    const isSame = last.book === book && last.snapshots === snapshots
    const fits = isSame && sequence === (change === undefined ? last.sequence : last.sequence + 1)
    last.book = book
    last.snapshots = snapshots
    last.sequence = sequence
    return fits || change?.kind === 'snapshot'
  }
}

/** The event as the journal keeps it. Call it while the book is the one of the event: inside the feed's listener. */
export function recordedEvent(event: MarketEvent, journalled: BookSequences): RecordedEvent {
  if (event.type !== 'orderbook') return event
  const { exchange, symbol, timestamp, receivedAt, status, integrity, change } = event.data
  const told = journalled.continues(event.data) ? change : wholeBook(event.data)
  return { type: 'orderbook', data: { exchange, symbol, timestamp, receivedAt, status, integrity, change: told } }
}

/** A book as somebody looks at it between two of its events: the chain of these does not know of it. */
export function recordedLook(book: OrderBook): RecordedBook['data'] {
  const { exchange, symbol, timestamp, receivedAt, status, integrity } = book
  return { exchange, symbol, timestamp, receivedAt, status, integrity, change: wholeBook(book) }
}

const wholeBook = ({ asks, bids, sequence }: OrderBook): BookChange => ({
  kind: 'snapshot',
  sequence,
  bids: bids.top(bids.size),
  asks: asks.top(asks.size),
})
