import type { BookChange, ExchangeId, MarketEvent, OrderBook } from '@md/types'
import type { RecordedEvent } from './entry.ts'

/** How far the books in one journal have come: what the next change must continue. */
export class BookSequences {
  readonly #last = new Map<string, number>()

  /** True: whoever plays the journal holds the book as it was before this change. Notes it as written. */
  continues({ exchange, symbol, change, sequence }: OrderBook): boolean {
    const key = `${exchange} ${symbol}`
    const last = this.#last.get(key)
    this.#last.set(key, sequence)
    if (change?.kind === 'snapshot') return true
    return last !== undefined && sequence === (change === undefined ? last : last + 1)
  }

  /**
   * The book is written as a whole the next time. For a subscription that leaves events out: after a restarted
   * numbering, a sequence that fits may still be another book's.
   */
  forget(exchange: ExchangeId, symbol: string): void {
    this.#last.delete(`${exchange} ${symbol}`)
  }
}

/** The event as the journal keeps it. Call it while the book is the one of the event: inside the feed's listener. */
export function recordedEvent(event: MarketEvent, journalled: BookSequences): RecordedEvent {
  if (event.type !== 'orderbook') return event
  const { exchange, symbol, timestamp, receivedAt, status, integrity, change } = event.data
  const told = journalled.continues(event.data) ? change : wholeBook(event.data)
  return { type: 'orderbook', data: { exchange, symbol, timestamp, receivedAt, status, integrity, change: told } }
}

const wholeBook = ({ asks, bids, sequence }: OrderBook): BookChange => ({
  kind: 'snapshot',
  sequence,
  bids: bids.top(bids.size),
  asks: asks.top(asks.size),
})
