import {
  type AdapterFactory,
  type AdapterMetrics,
  type ChannelRequest,
  type ConnectionConfig,
  ConnectionState,
  type ExchangeId,
  type IExchangeAdapter,
  type MarketEvent,
  requestKey,
  type Subscription,
} from '@md/types'
import { CircuitBreaker } from './circuit-breaker.ts'
import { AbandonedError, DisconnectTimeoutError } from './errors.ts'
import { GuardedCalls } from './guarded-calls.ts'
import type { ManagerSettings } from './options.ts'
import { quietIfAbandoned } from './quiet-if-abandoned.ts'
import { openSession, type Session } from './session.ts'
import type { Source } from './source.ts'
import { within } from './within.ts'

/** Whom a link tells. */
export interface LinkObserver {
  onEvent(event: MarketEvent): void
  /** A connection is asked for that was not wanted before. */
  onWanted(): void
  /** It is not wanted any more. */
  onUnwanted(): void
  /** A call to the exchange failed, and not through the caller's fault. */
  onFailure(): void
}

export interface ExchangeLinkOptions {
  readonly exchange: ExchangeId
  readonly settings: ManagerSettings
  readonly factory: () => AdapterFactory
  /** Throws when one more exchange may not be connected. */
  readonly admit: (exchange: ExchangeId) => void
  readonly observer: LinkObserver
}

/** The manager's end of one exchange: at most one adapter at a time, made when first needed. */
export class ExchangeLink implements Source {
  readonly exchange: ExchangeId
  readonly breaker: CircuitBreaker
  readonly #options: ExchangeLinkOptions
  readonly #calls: GuardedCalls
  #session: Session | undefined
  #closing: Promise<void> | undefined
  /** Grows with every `disconnect`, so that what waits for one to end can tell that there was another. */
  #epoch = 0
  #wanted = false

  constructor(options: ExchangeLinkOptions) {
    const { exchange, observer, settings } = options
    this.exchange = exchange
    this.#options = options
    this.breaker = new CircuitBreaker(settings.circuitBreaker, settings.clock)
    this.#calls = new GuardedCalls({ exchange, breaker: this.breaker, onFailure: () => observer.onFailure() })
  }

  get state(): ConnectionState {
    return this.#session?.adapter.state ?? ConnectionState.DISCONNECTED
  }

  /** Whether a connection has been asked for and not been given up. */
  get wanted(): boolean {
    return this.#wanted
  }

  /** Whether it uses a connection, or is about to. */
  get live(): boolean {
    return this.#session?.live === true
  }

  get adapterMetrics(): AdapterMetrics | undefined {
    return this.#session?.adapter.getMetrics()
  }

  /** The adapter if there is one. */
  get currentAdapter(): IExchangeAdapter | undefined {
    return this.#session?.adapter
  }

  /** The adapter, whether connected or not. */
  adapter(): IExchangeAdapter {
    return (this.#session ?? this.#open({})).adapter
  }

  /** Pending as long as the adapter tries; concurrent calls share one promise. */
  connect(config?: ConnectionConfig): Promise<void> {
    if (this.#closing !== undefined) return quietIfAbandoned(this.#connectAfter(this.#closing, config))
    try {
      if (!this.live) this.#options.admit(this.exchange)
      const session = this.#sessionFor(config)
      if (!this.#wanted) this.#options.observer.onWanted()
      this.#wanted = true
      if (session.idle || session.connecting === undefined)
        session.connecting = quietIfAbandoned(this.#attempt(session))
      return session.connecting
    } catch (error) {
      return Promise.reject(error)
    }
  }

  async subscribe(want: Subscription, signal: AbortSignal): Promise<void> {
    await this.connect()
    const session = this.#session
    const key = requestKey(want)
    if (signal.aborted || session === undefined) throw this.#abandoned(key)

    const first = !session.asked.has(key)
    session.asked.add(key)
    try {
      await this.#calls.run(() => session.adapter.subscribe(requestOf(want)))
    } catch (error) {
      if (first) session.asked.delete(key)
      throw error
    }
  }

  async unsubscribe(want: Subscription): Promise<void> {
    const session = this.#session
    if (session?.asked.delete(requestKey(want))) await session.adapter.unsubscribe(requestOf(want))
  }

  /** Idempotent; resolves when the adapter is closed, or has had its time. Never rejects. */
  disconnect(): Promise<void> {
    this.#epoch += 1
    if (this.#wanted) this.#options.observer.onUnwanted()
    this.#wanted = false
    if (this.#session !== undefined) this.#closing ??= this.#close(this.#session)
    return this.#closing ?? Promise.resolve()
  }

  async #connectAfter(closing: Promise<void>, config: ConnectionConfig | undefined): Promise<void> {
    const epoch = this.#epoch
    await closing
    if (epoch !== this.#epoch) throw this.#abandoned('connecting')
    await this.connect(config)
  }

  #sessionFor(config: ConnectionConfig | undefined): Session {
    if (this.#session === undefined) return this.#open(config ?? {})
    if (config !== undefined) {
      const { logger } = this.#options.settings
      logger.warn({ exchange: this.exchange }, 'the exchange has its adapter already; the configuration is not used')
    }
    return this.#session
  }

  #open(config: ConnectionConfig): Session {
    const { factory, observer } = this.#options
    this.#session = openSession(this.exchange, factory(), config, (event) => observer.onEvent(event))
    return this.#session
  }

  async #attempt(session: Session): Promise<void> {
    session.pending = true
    try {
      await this.#calls.run(() => Promise.race([session.adapter.connect(), session.ended.promise]))
    } catch (error) {
      session.connecting = undefined
      throw error
    } finally {
      session.pending = false
    }
  }

  async #close(session: Session): Promise<void> {
    const { disconnectTimeout, clock, logger } = this.#options.settings
    session.ended.reject(this.#abandoned('connecting'))
    try {
      const late = () => new DisconnectTimeoutError(this.exchange, disconnectTimeout)
      await within(session.adapter.disconnect(), disconnectTimeout, clock, late)
    } catch (error) {
      logger.warn({ error, exchange: this.exchange }, 'an adapter did not disconnect as it should')
    }
    session.mute()
    this.#session = undefined
    this.#closing = undefined
  }

  #abandoned(what: string): AbandonedError {
    return new AbandonedError(this.exchange, what, 'the exchange was disconnected or the subscription released')
  }
}

/** What an adapter is asked for: the subscription without its exchange. */
function requestOf({ exchange: _, ...request }: Subscription): ChannelRequest {
  return request
}
