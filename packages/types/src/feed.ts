import type { EventMap, MarketEvent } from './event.ts'
import type { ExchangeId } from './exchange.ts'
import type { OrderBook } from './order-book.ts'
import type { Subscription } from './subscription.ts'

/** A held subscription. Releasing twice is harmless. */
export interface Handle extends AsyncDisposable {
  unsubscribe(): Promise<void>
}

/**
 * How many of a subscription's events its listener is given.
 *
 * - `'every'`: all of them, synchronously, in order.
 * - `'latest'`: at most one per turn of the event loop: the last one there was, delivered in the turn after it.
 * - `{ throttleMs }`: at most one per `throttleMs`: the first at once, then the last one there was, at the end of each
 *   window in which there was one.
 *
 * What may not wait is delivered at once: gaps, connection changes and errors (after the event that was waiting),
 * a closed candle and a change of a book's status (instead of it).
 * A book is a live view, so it is the current book that is delivered. Its `change` is then the last of the changes
 * merged: read the levels, and do not apply it to a copy.
 */
export type Conflation = 'every' | 'latest' | { readonly throttleMs: number }

/** The consumer's side. A bot cannot tell whether exchanges, Redis or a recording are behind it. */
export interface MarketFeed {
  /** Synchronous delivery, in order; the gaps and connection changes of the subscription included. */
  subscribe(
    want: Subscription,
    listener?: (event: MarketEvent) => void,
    options?: { readonly conflate?: Conflation },
  ): Promise<Handle>
  /** Returns its own removal. */
  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void
  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined
}
