import {
  type Clock,
  type ConnectionState,
  type EventBridge,
  EXCHANGES,
  type ExchangeId,
  InvalidInputError,
  isExchangeId,
  type Logger,
  type MarketEvent,
  type OrderBook,
  requestKey,
  type Subscription,
} from '@md/types'
import type { Source } from '../source.ts'
import { BridgeFilters } from './bridge-filters.ts'
import { BridgeWatch } from './bridge-watch.ts'
import { RemoteBooks } from './remote-books.ts'
import type { RemoteExchange } from './remote-exchange.ts'

export interface BridgeSourceOptions {
  readonly bridge: EventBridge
  readonly clock: Clock
  readonly logger: Logger
  /** Whether this process has an adapter of its own: then what the bridge says of the exchange is not used. */
  readonly isDirect: (exchange: ExchangeId) => boolean
  readonly onIgnored: (exchange: ExchangeId) => void
  readonly onEvent: (exchange: ExchangeId, event: MarketEvent) => void
  readonly remote: (exchange: ExchangeId) => RemoteExchange
}

/** The manager's end of the bridge: feeds what no adapter here feeds, and tells others what adapters here say. */
export class BridgeSource implements Source {
  readonly #options: BridgeSourceOptions
  readonly #filters: BridgeFilters
  readonly #watch: BridgeWatch
  readonly #books = new RemoteBooks()
  readonly #wants = new Map<string, Subscription>()
  readonly #remotes = new Map<ExchangeId, RemoteExchange>()
  #stopListening: (() => void) | undefined
  #stopping: Promise<void> | undefined
  #demanding = false
  #failures = 0

  constructor(options: BridgeSourceOptions) {
    this.#options = options
    const { bridge, clock } = options
    this.#filters = new BridgeFilters(bridge, this.#failed)
    this.#watch = new BridgeWatch({ bridge, clock, onLost: () => this.#lost(), onBack: () => this.#back() })
  }

  get bridge(): EventBridge {
    return this.#options.bridge
  }

  /** Calls to the bridge that failed. */
  get failures(): number {
    return this.#failures
  }

  get started(): boolean {
    return this.#stopListening !== undefined
  }

  /** Exchanges that something is wanted of, or has been heard of. */
  get exchanges(): readonly ExchangeId[] {
    return [...this.#remotes.keys()]
  }

  stateOf(exchange: ExchangeId): ConnectionState | undefined {
    return this.#remotes.get(exchange)?.state
  }

  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return this.#books.get(exchange, symbol)
  }

  /** Its book as it stands, as a snapshot. */
  restated(exchange: ExchangeId, symbol: string): MarketEvent | undefined {
    return this.#books.restated(exchange, symbol)
  }

  /** Whether something of the exchange is taken from the bridge. */
  feeds(exchange: ExchangeId): boolean {
    for (const want of this.#wants.values()) if (want.exchange === exchange) return true
    return false
  }

  /** Connects the bridge when it is first needed. That it cannot be reached stops nothing. */
  start(): void {
    if (this.started) return
    const { bridge } = this.#options
    this.#stopListening = bridge.onEvent((event) => this.#receive(event))
    this.#watch.start()
    const free = this.#stopping ?? Promise.resolve()
    free.then(() => (this.started && !bridge.isReady() ? bridge.connect() : undefined)).catch(this.#failed)
  }

  /** Idempotent. Never rejects. */
  stop(): Promise<void> {
    if (this.started) {
      this.#stopListening?.()
      this.#stopListening = undefined
      this.#watch.stop()
      for (const exchange of this.exchanges) this.leave(exchange)
      this.#books.clear()
      this.#stopping = this.#disconnect()
    }
    return this.#stopping ?? Promise.resolve()
  }

  async subscribe(want: Subscription): Promise<void> {
    this.start()
    const key = keyOf(want)
    this.#remoteOf(want.exchange)
    const asked = this.#wants.has(key)
    this.#wants.set(key, want)
    this.#demand()
    // Deeper is the host's concern: here the book comes as deep as it is.
    if (asked) return
    try {
      await this.#filters.hold(want)
    } catch (error) {
      await this.unsubscribe(want)
      throw error
    }
  }

  async unsubscribe(want: Subscription): Promise<void> {
    if (!this.#wants.delete(keyOf(want))) return
    this.#filters.release(want)
    if (want.channel === 'orderbook') this.#books.forget(want.exchange, want.symbol)
    this.#demand()
  }

  /** Gives up everything of one exchange. */
  leave(exchange: ExchangeId): void {
    for (const want of [...this.#wants.values()]) if (want.exchange === exchange) void this.unsubscribe(want)
    this.#remotes.get(exchange)?.leave()
    this.#remotes.delete(exchange)
  }

  /** Never throws, never waits. */
  readonly publish = (event: MarketEvent): void => {
    try {
      this.#options.bridge.publish(event).catch(this.#failed)
    } catch (error) {
      this.#failed(error)
    }
  }

  async #disconnect(): Promise<void> {
    await this.#options.bridge.disconnect().catch(this.#failed)
    this.#stopping = undefined
  }

  #receive(event: MarketEvent): void {
    const { isDirect, onEvent, onIgnored } = this.#options
    const exchange: unknown = event.data?.exchange
    if (!isExchangeId(exchange)) {
      this.#failed(new InvalidInputError('exchange of an event', exchange, `use one of ${EXCHANGES.join(', ')}`))
    } else if (isDirect(exchange)) {
      onIgnored(exchange)
    } else {
      this.#remoteOf(exchange).hear(event)
      const events = event.type === 'orderbook' ? this.#books.follow(event.data) : [event]
      for (const one of events) onEvent(exchange, one)
    }
  }

  /** Nothing that came over the bridge is known to be true any more; whoever listens hears so. */
  #lost(): void {
    this.#deliver(this.#books.distrust())
    this.#deliver([...this.#remotes.values()].flatMap((remote) => remote.lose() ?? []))
  }

  #back(): void {
    this.#deliver([...this.#remotes.values()].flatMap((remote) => remote.restore() ?? []))
    this.#deliver(this.#books.trust())
  }

  #deliver(events: readonly MarketEvent[]): void {
    for (const event of events) this.#options.onEvent(event.data.exchange, event)
  }

  #remoteOf(exchange: ExchangeId): RemoteExchange {
    const remote = this.#remotes.get(exchange) ?? this.#options.remote(exchange)
    this.#remotes.set(exchange, remote)
    return remote
  }

  /** Tells hosts the whole of what is wanted, once for all changes of one turn. */
  #demand(): void {
    if (this.#demanding) return
    this.#demanding = true
    queueMicrotask(() => {
      this.#demanding = false
      if (this.started) this.#options.bridge.demand([...this.#wants.values()]).catch(this.#failed)
    })
  }

  readonly #failed = (error: unknown): void => {
    this.#failures += 1
    this.#options.logger.warn({ error }, 'the bridge did not do what it was asked')
  }
}

const keyOf = (want: Subscription) => `${want.exchange} ${requestKey(want)}`
