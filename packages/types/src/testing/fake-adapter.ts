import type { AdapterMetrics, IExchangeAdapter } from '../adapter.ts'
import type { Candle } from '../candle.ts'
import type { Clock } from '../clock.ts'
import { type ConnectionChange, type ConnectionConfig, ConnectionState } from '../connection.ts'
import type { EventMap, EventType } from '../event.ts'
import type { ExchangeId } from '../exchange.ts'
import type { Instrument } from '../instrument.ts'
import type { OrderBook } from '../order-book.ts'
import { type ChannelRequest, requestKey } from '../subscription.ts'
import { idleAdapterMetrics } from './adapter-metrics.ts'
import { CallScript } from './call-script.ts'
import { ManualClock } from './manual-clock.ts'

/** What a `FakeAdapter` is asked for. */
export type FakeCallKind = 'connect' | 'disconnect' | 'subscribe' | 'unsubscribe'

export interface FakeAdapterOptions {
  readonly config?: ConnectionConfig
  readonly clock?: Clock
  /** Calls that wait for `answer` or `fail` from the start. */
  readonly hold?: readonly FakeCallKind[]
  /** With it the adapter has reference data. */
  readonly instruments?: readonly Instrument[]
}

/**
 * An exchange played by a test. Answers every call at once until told to `hold` a kind of call;
 * then each waits for `answer` or `fail`. Events are what the test emits.
 */
export class FakeAdapter implements IExchangeAdapter {
  readonly exchange: ExchangeId
  readonly config: ConnectionConfig
  /** Everything asked for, in order: `connect`, `subscribe orderbook:BTC/USDT depth 10`. */
  readonly calls: string[] = []
  /** Keys acknowledged and not given up. */
  readonly subscribed = new Set<string>()
  instruments?: (exchange: ExchangeId) => Promise<readonly Instrument[]>
  candles?: () => Promise<readonly Candle[]>
  metrics: AdapterMetrics = idleAdapterMetrics()
  #state: ConnectionState = ConnectionState.DISCONNECTED
  readonly #clock: Clock
  readonly #script: CallScript<FakeCallKind>
  readonly #listeners = new Map<EventType, Set<{ readonly call: (data: never) => void }>>()
  readonly #books = new Map<string, OrderBook>()

  constructor(exchange: ExchangeId, { config = {}, clock, hold = [], instruments }: FakeAdapterOptions = {}) {
    this.exchange = exchange
    this.config = config
    this.#clock = clock ?? new ManualClock()
    this.#script = new CallScript(hold)
    if (instruments === undefined) return
    this.instruments = () => Promise.resolve(instruments)
    this.candles = () => Promise.resolve([])
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** How many calls wait for `answer` or `fail`. */
  get waiting(): number {
    return this.#script.waiting
  }

  /** How many listeners are registered, over all events. */
  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0)
  }

  async connect(): Promise<void> {
    this.#state = ConnectionState.CONNECTING
    await this.#call('connect').catch((error: unknown) => {
      this.#state = ConnectionState.TERMINATED
      throw error
    })
    this.become(ConnectionState.CONNECTED, 'exchange:connected', 'open')
  }

  async disconnect(): Promise<void> {
    this.#script.abandon('connect')
    this.#script.abandon('subscribe')
    this.subscribed.clear()
    await this.#call('disconnect')
    if (this.#state !== ConnectionState.DISCONNECTED) {
      this.become(ConnectionState.DISCONNECTED, 'exchange:disconnected', 'asked to')
    }
  }

  async subscribe(request: ChannelRequest): Promise<void> {
    await this.#call('subscribe', request)
    this.subscribed.add(requestKey(request))
  }

  async unsubscribe(request: ChannelRequest): Promise<void> {
    const key = requestKey(request)
    this.#script.abandon('subscribe', key)
    await this.#call('unsubscribe', request)
    this.subscribed.delete(key)
  }

  on<T extends EventType>(type: T, listener: (data: EventMap[T]) => void): () => void {
    const registered = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, registered)
    const entry = { call: listener }
    registered.add(entry)
    return () => {
      registered.delete(entry)
    }
  }

  orderBook(symbol: string): OrderBook | undefined {
    return this.#books.get(symbol)
  }

  getMetrics(): AdapterMetrics {
    return this.metrics
  }

  /** From now on calls of these kinds wait. */
  hold(...kinds: readonly FakeCallKind[]): void {
    this.#script.hold(kinds)
  }

  /** Lets the waiting calls of a kind succeed, and those still to come. */
  answer(kind: FakeCallKind): void {
    this.#script.answer(kind)
  }

  /** Lets the waiting calls of a kind fail; later ones go on waiting. */
  fail(kind: FakeCallKind, error: Error): void {
    this.#script.fail(kind, error)
  }

  /** The next call of a kind fails at once. */
  failNext(kind: FakeCallKind, error: Error): void {
    this.#script.failNext(kind, error)
  }

  emit<T extends EventType>(type: T, data: EventMap[T]): void {
    if (type === 'orderbook') this.#books.set((data as OrderBook).symbol, data as OrderBook)
    for (const { call } of this.#listeners.get(type) ?? []) call(data as never)
  }

  /** Changes state and says so. */
  become(
    state: ConnectionState,
    type: 'exchange:connected' | 'exchange:disconnected' | 'exchange:reconnecting',
    reason: string,
  ): void {
    const change: ConnectionChange = {
      exchange: this.exchange,
      state,
      previous: this.#state,
      reason,
      at: this.#clock.now(),
    }
    this.#state = state
    this.emit(type, change)
  }

  /** The connection is lost and an attempt to come back begins. */
  drop(reason = 'closed by the exchange (1006)'): void {
    this.become(ConnectionState.RECONNECTING, 'exchange:disconnected', reason)
    this.become(ConnectionState.RECONNECTING, 'exchange:reconnecting', reason)
  }

  /** The connection is back. */
  recover(): void {
    this.become(ConnectionState.CONNECTED, 'exchange:connected', 'open again')
  }

  #call(kind: FakeCallKind, request?: ChannelRequest): Promise<void> {
    const key = request === undefined ? '' : requestKey(request)
    const depth = request?.channel === 'orderbook' && request.depth !== undefined ? ` depth ${request.depth}` : ''
    this.calls.push(`${kind} ${key}${depth}`.trimEnd())
    return this.#script.call(kind, key)
  }
}
