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
import type { BridgeSource } from './bridge/bridge-source.ts'
import { Distribution } from './distribution.ts'
import { ExchangeNotAvailableError } from './errors.ts'
import type { EventStream, StreamOptions } from './event-stream.ts'
import type { ExchangePool } from './exchange-pool.ts'
import type { HealthStatus } from './health/status.ts'
import { Observation, type SystemMetrics } from './observation.ts'
import {
  type ManagerOptions,
  type MarketDataOptions,
  type StreamFilter,
  type SubscribeOptions,
  settingsOf,
} from './options.ts'
import { Reference } from './reference.ts'
import type { Source } from './source.ts'
import { type PendingHandle, pendingHandle, refusedHandle } from './subscription-handle.ts'
import { Subscriptions } from './subscriptions.ts'
import {
  checkConflation,
  checkEventType,
  checkExchange,
  checkFilter,
  checkFunction,
  checkStreamOptions,
  checkSubscription,
} from './validation.ts'
import { bridgeSource, exchangePool } from './wiring.ts'

/**
 * Many exchange adapters, and a bridge, as one feed. Opens nothing until it is asked for something;
 * after `disconnectAll()` it holds no socket and no timer, and can be used again.
 * Wrong input is an `InvalidInputError` before anything is opened.
 */
export class MarketDataWebSocketManager implements MarketFeed, ReferenceData {
  readonly #distribution: Distribution
  readonly #subscriptions: Subscriptions
  readonly #pool: ExchangePool
  readonly #bridge: BridgeSource | undefined
  readonly #reference: Reference
  readonly #observation: Observation

  constructor(options: ManagerOptions = {}) {
    const settings = settingsOf(options)
    const distribution = new Distribution(settings)
    const subscriptions = new Subscriptions({
      router: distribution.router,
      clock: settings.clock,
      lingerMs: settings.linger,
      onUnsubscribeFailed: (exchange, error) => distribution.report(exchange, error),
    })
    const bridge = bridgeSource(options.bridge, settings, distribution, (exchange) => pool.has(exchange))
    const pool: ExchangePool = exchangePool(settings, distribution, bridge)
    this.#distribution = distribution
    this.#subscriptions = subscriptions
    this.#bridge = bridge
    this.#pool = pool
    this.#reference = new Reference(pool)
    this.#observation = new Observation({ settings, pool, bridge, subscriptions, distribution })
    for (const [exchange, factory] of Object.entries(options.adapters ?? {}))
      this.register(checkExchange(exchange), factory)
  }

  /** Makes an exchange available. An earlier factory is replaced, for the next adapter that is made. */
  register(exchange: ExchangeId, factory: AdapterFactory): void {
    checkFunction(`adapter factory of ${checkExchange(exchange)}`, factory)
    this.#pool.register(exchange, factory)
  }

  /**
   * Idempotent; pending as long as the adapter tries. `config` is for the adapter that is made by this call.
   * Rejects with `ExchangeNotAvailableError`, `ConnectionLimitError`, `CircuitOpenError` or what the adapter says.
   */
  connectToExchange(exchange: ExchangeId, config?: ConnectionConfig): Promise<void> {
    try {
      const source = this.#sourceOf(checkExchange(exchange))
      return source === this.#bridge ? Promise.resolve() : this.#pool.link(exchange).connect(config)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Ends every subscription of the exchange; their listeners hear `exchange:disconnected` last. Never rejects for the exchange's sake. */
  async disconnectFromExchange(exchange: ExchangeId): Promise<void> {
    checkExchange(exchange)
    const finish = this.#subscriptions.abandon(exchange, 'the exchange was disconnected')
    this.#bridge?.leave(exchange)
    await this.#pool.find(exchange)?.disconnect()
    finish()
  }

  /** Without an exchange: of all that have an adapter or were heard of over the bridge. */
  getConnectionStatus(exchange: ExchangeId): ConnectionState
  getConnectionStatus(): Readonly<Partial<Record<ExchangeId, ConnectionState>>>
  getConnectionStatus(exchange?: ExchangeId): unknown {
    if (exchange !== undefined) return this.#observation.stateOf(checkExchange(exchange))
    return Object.fromEntries(this.#observation.exchanges.map((one) => [one, this.#observation.stateOf(one)]))
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
      const lease = this.#subscriptions.take(wanted, this.#sourceOf(wanted.exchange), () => stop())
      if (listener !== undefined) stop = this.#distribution.listen(lease.topic, listener, conflation)
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
    return this.#distribution.router.on(checkEventType(type) as T, listener)
  }

  /** Events from now on, kept for one consumer at its own pace. Subscribes to nothing. */
  events<T extends EventType = EventType>(filter: StreamFilter<T> = {}, options: StreamOptions = {}): EventStream<T> {
    const stream: unknown = this.#distribution.stream(checkFilter(filter), checkStreamOptions(options))
    return stream as EventStream<T>
  }

  /** The live view of a book that is subscribed to; `undefined` if there is none. */
  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return this.#pool.find(exchange)?.currentAdapter?.orderBook(symbol) ?? this.#bridge?.orderBook(exchange, symbol)
  }

  /** From the exchange's adapter, which need not be connected. Rejects with `ReferenceDataUnavailableError` if it has none. */
  instruments(exchange: ExchangeId): Promise<readonly Instrument[]> {
    return this.#reference.instruments(exchange)
  }

  /** Times in ms since the epoch, `from <= openTime < to`. Otherwise like `instruments`. */
  candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]> {
    return this.#reference.candles(of, interval, from, to)
  }

  getHealthStatus(): HealthStatus {
    return this.#observation.health()
  }

  getSystemMetrics(): SystemMetrics {
    return this.#observation.metrics()
  }

  /** `null` without a bridge. */
  getRedisMetrics(): BridgeMetrics | null {
    return this.#bridge?.bridge.getMetrics() ?? null
  }

  /** Ends everything: subscriptions, adapters, the bridge, streams. Idempotent, never rejects. */
  async disconnectAll(): Promise<void> {
    await Promise.all(this.#observation.exchanges.map((exchange) => this.disconnectFromExchange(exchange)))
    await this.#bridge?.stop()
    this.#distribution.endStreams()
  }

  /** What is fed from the bridge stays with it; otherwise an adapter of our own wins. */
  #sourceOf(exchange: ExchangeId): Source {
    this.#bridge?.start()
    if (this.#bridge?.feeds(exchange)) return this.#bridge
    if (this.#pool.has(exchange)) return this.#pool.link(exchange)
    if (this.#bridge !== undefined) return this.#bridge
    throw new ExchangeNotAvailableError(exchange, this.#pool.exchanges)
  }
}
