import type {
  AdapterFactory,
  BridgeMetrics,
  Candle,
  ChannelType,
  ConnectionConfig,
  ConnectionState,
  EventMap,
  EventType,
  ExchangeId,
  Instrument,
  Interval,
  Market,
  MarketEvent,
  MarketFeed,
  OrderBook,
  ReferenceData,
  Subscription,
} from '@md/types'
import { assemble, type ManagerParts } from './assembly.ts'
import { ExchangeNotAvailableError } from './errors.ts'
import type { EventStream, StreamOptions } from './event-stream.ts'
import type { HealthStatus } from './health/status.ts'
import type { SystemMetrics } from './observation.ts'
import type { ManagerOptions, MarketDataOptions, StreamFilter, SubscribeOptions } from './options.ts'
import type { Source } from './source.ts'
import { type PendingHandle, pendingHandle, refusedHandle } from './subscription-handle.ts'
import {
  checkConflation,
  checkEventType,
  checkExchange,
  checkFilter,
  checkFunction,
  checkStreamOptions,
  checkSubscription,
} from './validation.ts'

/**
 * Many exchange adapters, and a bridge, as one feed. Opens nothing until it is asked for something;
 * after `disconnectAll()` it holds no socket and no timer, and can be used again.
 * Wrong input is an `InvalidInputError` before anything is opened.
 */
export class MarketDataWebSocketManager implements MarketFeed, ReferenceData {
  readonly #parts: ManagerParts

  constructor(options: ManagerOptions = {}) {
    this.#parts = assemble(options)
    for (const [exchange, factory] of Object.entries(options.adapters ?? {})) {
      this.register(checkExchange(exchange), factory)
    }
  }

  /** Makes an exchange available. An earlier factory is replaced, for the next adapter that is made. */
  register(exchange: ExchangeId, factory: AdapterFactory): void {
    checkFunction(`adapter factory of ${checkExchange(exchange)}`, factory)
    this.#parts.pool.register(exchange, factory)
  }

  /**
   * Idempotent; pending as long as the adapter tries. `config` is for the adapter that is made by this call.
   * Rejects with `ExchangeNotAvailableError`, `ConnectionLimitError`, `CircuitOpenError` or what the adapter says.
   */
  connectToExchange(exchange: ExchangeId, config?: ConnectionConfig): Promise<void> {
    try {
      const source = this.#sourceOf(checkExchange(exchange))
      return source === this.#remote ? Promise.resolve() : this.#parts.pool.link(exchange).connect(config)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Ends every subscription of the exchange; their listeners hear `exchange:disconnected` last. Never rejects for the exchange's sake. */
  async disconnectFromExchange(exchange: ExchangeId): Promise<void> {
    checkExchange(exchange)
    const finish = this.#parts.subscriptions.abandon(exchange, 'the exchange was disconnected')
    this.#parts.bridge?.leave(exchange)
    await Promise.all([this.#parts.fallback?.leave(exchange), this.#parts.pool.find(exchange)?.disconnect()])
    finish()
  }

  /** Without an exchange: of all that have an adapter or were heard of over the bridge. */
  getConnectionStatus(exchange: ExchangeId): ConnectionState
  getConnectionStatus(): Readonly<Partial<Record<ExchangeId, ConnectionState>>>
  getConnectionStatus(exchange?: ExchangeId): unknown {
    if (exchange !== undefined) return this.#parts.observation.stateOf(checkExchange(exchange))
    return Object.fromEntries(
      this.#parts.observation.exchanges.map((one) => [one, this.#parts.observation.stateOf(one)]),
    )
  }

  /**
   * Resolves on the exchange's answer and waits through an outage; connects the exchange if need be. The listener may be
   * called before that. It is given the events of the subscription, its gaps, and its exchange's connection changes and errors.
   * Rejects with what `connectToExchange` rejects with, with the exchange's refusal, or with `AbandonedError`.
   */
  subscribe(
    want: Subscription,
    listener?: (event: MarketEvent) => void,
    { conflate = 'every' }: SubscribeOptions = {},
  ): PendingHandle {
    try {
      const wanted = checkSubscription(want)
      if (listener !== undefined) checkFunction('listener', listener)
      const conflation = checkConflation(conflate)
      let stop = () => {}
      const lease = this.#parts.subscriptions.take(wanted, this.#sourceOf(wanted.exchange), () => stop())
      if (listener !== undefined) stop = this.#parts.distribution.listen(lease.topic, listener, conflation)
      return pendingHandle(lease)
    } catch (error) {
      return refusedHandle(error)
    }
  }

  /** `subscribe`, spelt out. */
  subscribeToMarketData(
    exchange: ExchangeId,
    channel: ChannelType,
    symbol: string,
    { listener, depth, interval, conflate = 'every' }: MarketDataOptions = {},
  ): PendingHandle {
    return this.subscribe({ exchange, channel, symbol, depth, interval } as Subscription, listener, { conflate })
  }

  /** Every event of a type, of all exchanges. Subscribes to nothing. Returns its own removal. */
  on<T extends EventType>(type: T, listener: (data: EventMap[T]) => void): () => void {
    checkFunction('listener', listener)
    return this.#parts.distribution.router.on(checkEventType(type) as T, listener)
  }

  /** Events from now on, kept for one consumer at its own pace. Subscribes to nothing. */
  events<T extends EventType = EventType>(filter: StreamFilter<T> = {}, options: StreamOptions = {}): EventStream<T> {
    const stream: unknown = this.#parts.distribution.stream(checkFilter(filter), checkStreamOptions(options))
    return stream as EventStream<T>
  }

  /** The live view of a book that is subscribed to; `undefined` if there is none. */
  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return (
      this.#parts.pool.find(exchange)?.currentAdapter?.orderBook(symbol) ??
      this.#parts.fallback?.orderBook(exchange, symbol) ??
      this.#parts.bridge?.orderBook(exchange, symbol)
    )
  }

  /** From the exchange's adapter, which need not be connected. Rejects with `ReferenceDataUnavailableError` if it has none. */
  instruments(exchange: ExchangeId): Promise<readonly Instrument[]> {
    return this.#parts.reference.instruments(exchange)
  }

  /** Times in ms since the epoch, `from <= openTime < to`. Otherwise like `instruments`. */
  candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]> {
    return this.#parts.reference.candles(of, interval, from, to)
  }

  getHealthStatus(): HealthStatus {
    return this.#parts.observation.health()
  }

  getSystemMetrics(): SystemMetrics {
    return this.#parts.observation.metrics()
  }

  /** `null` without a bridge. */
  getRedisMetrics(): BridgeMetrics | null {
    return this.#parts.bridge?.bridge.getMetrics() ?? null
  }

  /** Ends everything: subscriptions, adapters, the bridge, streams. Idempotent, never rejects. */
  async disconnectAll(): Promise<void> {
    await Promise.all(this.#parts.observation.exchanges.map((exchange) => this.disconnectFromExchange(exchange)))
    this.#parts.fallback?.stop()
    await this.#parts.bridge?.stop()
    this.#parts.distribution.endStreams()
  }

  /** Where comes from what no adapter here feeds. */
  get #remote(): Source | undefined {
    return this.#parts.fallback ?? this.#parts.bridge
  }

  /** What is fed from the bridge stays with it; otherwise an adapter of our own wins. */
  #sourceOf(exchange: ExchangeId): Source {
    const { bridge, pool } = this.#parts
    const remote = this.#remote
    bridge?.start()
    if (remote !== undefined && bridge?.feeds(exchange)) return remote
    if (pool.has(exchange)) return pool.link(exchange)
    if (remote !== undefined) return remote
    throw new ExchangeNotAvailableError(exchange, pool.exchanges)
  }
}
