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
import { AbandonedError, AttemptsSpentError, ListenerFailedError } from './errors.ts'
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
  #disconnects = 0
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
    const disconnects = this.#disconnects
    if (this.#disconnecting !== undefined) await this.#disconnecting
    if (disconnects !== this.#disconnects) throw new AbandonedError(this.exchange, 'connect()')
    if (this.#connecting === undefined) {
      this.#connecting = deferred()
      // Whoever waits handles a failure; nobody may be waiting.
      this.#connecting.promise.catch(() => undefined)
      this.#parts.shards.start([...this.#parts.subscriptions.upstreams.values()].map(({ request }) => request))
      this.#look()
    }
    return this.#connecting.promise
  }

  /** Gives up every subscription; resolves when every socket is closed. Safe at any time. */
  disconnect(): Promise<void> {
    this.#disconnects += 1
    if (this.#disconnecting !== undefined) return this.#disconnecting
    const done = deferred<void>()
    // Set before anything is told: a listener may call `connect()`, which has to wait.
    this.#disconnecting = done.promise
    void this.#disconnect().finally(() => {
      this.#disconnecting = undefined
      done.resolve()
    })
    return done.promise
  }

  /**
   * Resolves on the venue's acknowledgement (or first data). Waits through an outage, and for `connect()`.
   * Asking twice is one subscription; asking for a deeper book deepens it,
   * unless the venue refuses: then it stays as it was.
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
    const candles = await this.#protocol.rest.candles(this.#parts.rest.get, { symbol, venueSymbol }, interval, from, to)
    const receivedAt = this.#settings.clock.now()
    return candles.map((candle) => ({ ...candle, receivedAt }))
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
    if (status.failed) this.#parts.counters.failedAttempts += 1
    if (status.state === ConnectionState.TERMINATED) {
      this.#terminated(status)
      return
    }
    if (status.state === ConnectionState.CONNECTED) this.#connected(status)
    this.#parts.link.update(
      status,
      [...this.#parts.shards.all].map((shard) => shard.status),
    )
  }

  #connected({ again = false }: ShardStatus): void {
    if (again) this.#parts.counters.reconnects += 1
    this.#parts.counters.connects += 1
    this.#connecting?.resolve()
  }

  /**
   * Only a new `connect()` revives it; what was subscribed is asked for again then. The listener who is told may call
   * it at once, so everything is over before anybody is told.
   */
  #terminated({ reason, attempt = 0 }: ShardStatus): void {
    const { desk, link, shards } = this.#parts
    const error = new AttemptsSpentError(this.exchange, attempt, reason)
    const lines = [...shards.all].map(({ current }) => current)
    this.#connecting?.reject(error)
    this.#connecting = undefined
    this.#cancelLook()
    void shards.stop()
    link.become(ConnectionState.TERMINATED, reason)
    for (const line of lines) if (line) desk.lost(line)
    this.#report(error)
  }

  #look(): void {
    this.#cancelLook = this.#settings.clock.after(LOOK_EVERY, () => {
      // Planned first: whoever is told of what is found may disconnect.
      this.#look()
      this.#parts.desk.look()
      this.#parts.watch.look([...this.#parts.subscriptions.upstreams.values()].map(({ request }) => request))
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
    // A listener for errors that fails must not be told of its own error.
    if (type === 'exchange:error') this.#settings.logger.error({ error }, 'a listener for exchange:error failed')
    else this.#report(new ListenerFailedError(type, error))
  }
}
