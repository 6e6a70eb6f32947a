import { BoundedQueue, type Deferred, deferred, type OnFull } from '@md/runtime'
import type { EventType, MarketEvent, OrderBook } from '@md/types'
import type { StreamFilter } from './options.ts'
import type { Tap } from './routing/tap.ts'

export type EventOf<T extends EventType> = Extract<MarketEvent, { readonly type: T }>

export interface StreamOptions {
  /** Events kept for a consumer that is behind. Default 1000. */
  readonly limit?: number
  /** What is lost when they are more. Default `'drop-oldest'`. */
  readonly onFull?: OnFull
}

/**
 * Events to be iterated over, by one consumer, at its own pace. Ended by `break`, `return()`, disposal and `disconnectAll()`
 * (after what is still in it). An `orderbook` event keeps its own `sequence`, `status` and `change`; its `bids` and `asks`
 * are the live sides, which may be ahead of it by the time it is read.
 */
export interface EventStream<T extends EventType = EventType>
  extends AsyncIterableIterator<EventOf<T>>,
    AsyncDisposable {
  /** Events lost because the consumer was too slow. */
  readonly dropped: number
  /** Events that wait for the consumer. */
  readonly size: number
  return(): Promise<IteratorResult<EventOf<T>>>
}

type Result = IteratorResult<MarketEvent>

const END: Result = { done: true, value: undefined }

/** A bounded queue between the router and one `for await`. */
export class QueuedEventStream implements EventStream, Tap {
  readonly filter: StreamFilter
  readonly #queue: BoundedQueue<MarketEvent>
  readonly #readers: Deferred<Result>[] = []
  readonly #onEnd: (stream: QueuedEventStream) => void
  #ended = false

  constructor(filter: StreamFilter, options: Required<StreamOptions>, onEnd: (stream: QueuedEventStream) => void) {
    this.filter = filter
    this.#queue = new BoundedQueue(options.limit, options.onFull)
    this.#onEnd = onEnd
  }

  get dropped(): number {
    return this.#queue.dropped
  }

  get size(): number {
    return this.#queue.size
  }

  offer(event: MarketEvent): void {
    if (this.#ended) return
    const kept = keepable(event)
    const reader = this.#readers.shift()
    if (reader === undefined) this.#queue.push(kept)
    else reader.resolve({ done: false, value: kept })
  }

  /** No more comes; what is there can still be read. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#onEnd(this)
    for (const reader of this.#readers.splice(0)) reader.resolve(END)
  }

  next(): Promise<Result> {
    const value = this.#queue.shift()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (this.#ended) return Promise.resolve(END)
    const reader = deferred<Result>()
    this.#readers.push(reader)
    return reader.promise
  }

  return(): Promise<Result> {
    this.end()
    this.#queue.clear()
    return Promise.resolve(END)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

/** The view of a book moves on under a queue: what belongs to this event is set down. */
function keepable(event: MarketEvent): MarketEvent {
  if (event.type !== 'orderbook') return event
  const { exchange, symbol, timestamp, receivedAt, sequence, snapshots, status, integrity, change, bids, asks } =
    event.data
  const stamps = { exchange, symbol, timestamp, receivedAt, sequence, snapshots, status, integrity }
  const data: OrderBook = { ...stamps, change, bids, asks }
  return { type: 'orderbook', data }
}
