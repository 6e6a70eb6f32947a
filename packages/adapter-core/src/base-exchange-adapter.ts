import { type Deferred, deferred, Emitter } from '@md/runtime'
import {
  type AdapterMetrics,
  type Candle,
  type ChannelRequest,
  ConnectionState,
  type EventMap,
  type ExchangeId,
  type IExchangeAdapter,
  type Instrument,
  type Interval,
  type Market,
  type OrderBook,
  reportOf,
} from '@md/types'
import { type AdapterParts, assemble } from './adapter-parts.ts'
import type { ShardStatus } from './connection/shard.ts'
import { AbandonedError, AttemptsSpentError } from './errors.ts'
import { metricsOf } from './metrics.ts'
import { type AdapterOptions, type AdapterSettings, settingsOf } from './options.ts'
import type { ExchangeProtocol } from './protocol.ts'
import { checkRequest } from './subscription/check-request.ts'

/** How often overdue answers and silent subscriptions are looked for, in ms. */
const LOOK_EVERY = 1_000

/**
 * A protocol that knows the exchange, joined to connections that do not. Nothing to override.
 * The way of a frame: `Session` → `Intake` → `protocol.decode` → a feed → `#emit`.
 */
export class BaseExchangeAdapter implements IExchangeAdapter {
  readonly #protocol: ExchangeProtocol
  readonly #settings: AdapterSettings
  readonly #emitter: Emitter<EventMap>
  readonly #parts: AdapterParts
  #connecting: Deferred<void> | undefined
  #disconnecting: Promise<void> | undefined
  #cancelLook: () => void = () => undefined

  /** @throws InvalidInputError naming an option that cannot be used */
  constructor(protocol: ExchangeProtocol, options: AdapterOptions = {}) {
    this.#protocol = protocol
    this.#settings = settingsOf(protocol, options)
    this.#emitter = new Emitter((error, type) => this.#listenerFailed(error, type))
    this.#parts = assemble(protocol, this.#settings, {
      emit: (type, data) => this.#emit(type, data),
      report: (error) => this.#report(error),
      shardChanged: (status) => this.#shardChanged(status),
      running: () => this.#connecting !== undefined,
    })
  }

  get exchange(): ExchangeId {
    return this.#protocol.exchange
  }

  get state(): ConnectionState {
    return this.#parts.link.state
  }

  /**
   * Resolves when the first socket is open; goes on trying until then.
   * @throws AttemptsSpentError when bounded attempts are spent, AbandonedError when `disconnect()` is called meanwhile
   */
  async connect(): Promise<void> {
    await this.#disconnecting
    if (this.#connecting === undefined) {
      this.#connecting = deferred()
      // Whoever waits handles a failure; nobody may be waiting.
      this.#connecting.promise.catch(() => undefined)
      this.#parts.rest.open()
      this.#parts.shards.start([...this.#parts.subscriptions.upstreams.values()].map(({ request }) => request))
      this.#look()
    }
    return this.#connecting.promise
  }

  /** Gives up every subscription; resolves when every socket is closed. Safe at any time. */
  disconnect(): Promise<void> {
    this.#disconnecting ??= this.#disconnect().finally(() => {
      this.#disconnecting = undefined
    })
    return this.#disconnecting
  }

  /**
   * Resolves on the venue's acknowledgement (or first data). Waits through an outage, and for `connect()`.
   * Asking twice is one subscription; asking for a deeper book deepens it.
   * @throws InvalidInputError, UnknownSymbolError before anything is sent; SubscriptionRefusedError, NotAcknowledgedError
   *   from the venue; AbandonedError when given up meanwhile
   */
  subscribe(request: ChannelRequest): Promise<void> {
    return this.#parts.desk.subscribe(request)
  }

  /** At once: nothing of it is emitted any more. The venue is told as soon as its limits allow. */
  async unsubscribe(request: ChannelRequest): Promise<void> {
    this.#parts.desk.unsubscribe(request)
  }

  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void {
    return this.#emitter.on(type, listener)
  }

  /** The maintained book, while it is subscribed. A live view. */
  orderBook(symbol: string): OrderBook | undefined {
    return this.#parts.feeds.book(symbol)
  }

  getMetrics(): AdapterMetrics {
    return metricsOf(this.#parts.counters, this.#parts.feeds, this.#parts.shards, this.#parts.subscriptions.size)
  }

  /** By REST. @throws RestError */
  instruments(): Promise<readonly Instrument[]> {
    return this.#parts.catalogue.instruments()
  }

  /** By REST: candles with `from <= openTime < to` (ms), oldest first. @throws RestError, UnknownSymbolError, InvalidInputError */
  async candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]> {
    const { symbol } = of
    checkRequest(this.#protocol, { channel: 'candles', symbol, interval })
    const venueSymbol = await this.#parts.catalogue.venueSymbol(symbol)
    return this.#protocol.rest.candles(this.#parts.rest.get, { symbol, venueSymbol }, interval, from, to)
  }

  /** Our spelling of what a user wrote (`BTCUSDT`, `ETH-USD`, `XBT/USD`); `undefined` when nobody knows it. */
  unifiedSymbol(spelling: string): Promise<string | undefined> {
    return this.#parts.catalogue.unifiedSymbol(spelling)
  }

  async #disconnect(): Promise<void> {
    const wasRunning = this.#connecting !== undefined
    if (wasRunning) this.#parts.link.become(ConnectionState.DISCONNECTING, 'disconnect() was called')
    this.#connecting?.reject(new AbandonedError(this.exchange, 'connect()'))
    this.#connecting = undefined
    this.#cancelLook()
    this.#parts.rest.close()
    this.#parts.desk.clear()
    await this.#parts.shards.stop()
    this.#parts.link.become(ConnectionState.DISCONNECTED, 'disconnect() was called')
  }

  #shardChanged(status: ShardStatus): void {
    if (this.#connecting === undefined) return
    if (status.state === ConnectionState.RECONNECTING) this.#parts.counters.failedAttempts += 1
    if (status.state === ConnectionState.CONNECTED) this.#connected()
    this.#parts.link.update(
      status,
      [...this.#parts.shards.all].map((shard) => shard.status),
    )
    if (status.state === ConnectionState.TERMINATED) this.#terminated(status)
  }

  #connected(): void {
    if (this.state === ConnectionState.RECONNECTING) this.#parts.counters.reconnects += 1
    this.#parts.counters.connects += 1
    this.#connecting?.resolve()
  }

  /** Only a new `connect()` revives it; what was subscribed is asked for again then. */
  #terminated({ reason, attempt = 0 }: ShardStatus): void {
    const error = new AttemptsSpentError(this.exchange, attempt, reason)
    this.#connecting?.reject(error)
    this.#connecting = undefined
    this.#cancelLook()
    this.#report(error)
    void this.#parts.shards.stop()
  }

  #look(): void {
    this.#cancelLook = this.#settings.clock.after(LOOK_EVERY, () => {
      this.#parts.desk.lookForOverdue()
      this.#parts.watch.look([...this.#parts.subscriptions.upstreams.values()].map(({ request }) => request))
      this.#look()
    })
  }

  #emit<T extends keyof EventMap>(type: T, data: EventMap[T]): void {
    this.#parts.counters.events += 1
    this.#emitter.emit(type, data)
  }

  #report(error: unknown): void {
    const report = reportOf(error)
    this.#parts.counters.errors += 1
    this.#settings.logger.warn({ exchange: this.exchange, ...report }, 'exchange error')
    this.#emit('exchange:error', { ...report, exchange: this.exchange, at: this.#settings.clock.now() })
  }

  #listenerFailed(error: unknown, type: keyof EventMap): void {
    // A listener for errors that throws must not be told of its own error.
    if (type === 'exchange:error') this.#settings.logger.error({ error }, 'a listener for exchange:error failed')
    else this.#report(error)
  }
}
