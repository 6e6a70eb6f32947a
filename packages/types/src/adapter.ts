import type { ConnectionState } from './connection.ts'
import type { EventMap } from './event.ts'
import type { ExchangeId } from './exchange.ts'
import type { ReferenceData } from './instrument.ts'
import type { OrderBook } from './order-book.ts'
import type { ChannelRequest } from './subscription.ts'

/** What an adapter counted since it was made. Nothing is lost without appearing here. */
export interface AdapterMetrics {
  readonly framesReceived: number
  readonly bytesReceived: number
  readonly framesSent: number
  readonly events: number
  /** Frames that were skipped, by kind: `not-json`, `shape`, `number`, `oversized`, `unrequested`, ... */
  readonly skipped: Readonly<Record<string, number>>
  readonly errors: number
  readonly connections: number
  readonly subscriptions: number
  readonly connects: number
  readonly reconnects: number
  readonly failedAttempts: number
  readonly rotations: number
  readonly resubscriptions: number
  readonly trades: {
    readonly duplicates: number
    readonly backfilled: number
    readonly missed: number
  }
  readonly books: {
    readonly live: number
    readonly syncing: number
    readonly stale: number
    readonly sequenceGaps: number
    readonly checksumFailures: number
    readonly crossed: number
    readonly resyncs: number
    /** ms from the start of the last synchronisation to a verified book. */
    readonly lastTimeToLive: number | undefined
  }
}

/** What the rest of the system knows of an exchange. */
export interface IExchangeAdapter extends Partial<ReferenceData> {
  readonly exchange: ExchangeId
  readonly state: ConnectionState
  /** Resolves when the first socket is open. Pending while attempts go on; rejects when they are spent or `disconnect()` is called. */
  connect(): Promise<void>
  /** Resolves when every socket is closed. Safe at any time. */
  disconnect(): Promise<void>
  /** Resolves on the venue's acknowledgement, rejects on its refusal. Waits through an outage. */
  subscribe(request: ChannelRequest): Promise<void>
  unsubscribe(request: ChannelRequest): Promise<void>
  /** Returns its own removal. A listener that throws is reported as `exchange:error` and hurts nobody else. */
  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void
  orderBook(symbol: string): OrderBook | undefined
  getMetrics(): AdapterMetrics
}
