import type { EventMap, MarketEvent } from './event.ts'
import type { ExchangeId } from './exchange.ts'
import type { OrderBook } from './order-book.ts'
import type { Subscription } from './subscription.ts'

/** A held subscription. Releasing twice is harmless. */
export interface Handle extends AsyncDisposable {
  unsubscribe(): Promise<void>
}

/** The consumer's side. A bot cannot tell whether exchanges, Redis or a recording are behind it. */
export interface MarketFeed {
  /** Synchronous delivery, in order; the gaps and connection changes of the subscription included. */
  subscribe(want: Subscription, listener?: (event: MarketEvent) => void): Promise<Handle>
  /** Returns its own removal. */
  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void
  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined
}
