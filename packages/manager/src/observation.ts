import { type BridgeMetrics, ConnectionState, type ExchangeId } from '@md/types'
import type { BridgeSource } from './bridge/bridge-source.ts'
import type { Fallback } from './bridge/fallback.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import type { Distribution } from './distribution.ts'
import type { ExchangePool } from './exchange-pool.ts'
import { judge } from './health/health.ts'
import type { ExchangeSnapshot, HealthStatus } from './health/status.ts'
import { type ExchangeFacts, type ExchangeMetrics, exchangeMetrics } from './metrics/exchange-metrics.ts'
import type { ManagerSettings } from './options.ts'
import type { Subscriptions } from './subscriptions.ts'

export interface DeliveryMetrics {
  /** Shares given out: one per `subscribe` that was not released. */
  readonly holders: number
  /** Upstream subscriptions not acknowledged yet. */
  readonly pending: number
  /** Upstream subscriptions that outlive their last holder for a while. */
  readonly lingering: number
  /** Functions registered, with subscriptions and with `on`. */
  readonly listeners: number
  readonly streams: number
  /** Events lost by streams whose consumers were too slow. */
  readonly dropped: number
  /** Calls to the bridge that failed. */
  readonly bridgeFailures: number
}

export interface SystemMetrics {
  readonly exchanges: Readonly<Partial<Record<ExchangeId, ExchangeMetrics>>>
  /** The bridge's own count; `null` without one. */
  readonly redis: BridgeMetrics | null
  /** Exchanges connected from this process. */
  readonly connections: number
  /** Upstream subscriptions that somebody holds: a thousand listeners of one market are one. */
  readonly subscriptions: number
  readonly health: HealthStatus
  readonly delivery: DeliveryMetrics
}

export interface ObservationParts {
  readonly settings: ManagerSettings
  readonly pool: ExchangePool
  readonly bridge: BridgeSource | undefined
  readonly fallback: Fallback | undefined
  readonly subscriptions: Subscriptions
  readonly distribution: Distribution
}

/** Reads the parts of a manager without changing them. */
export class Observation {
  readonly #parts: ObservationParts
  readonly #closed: CircuitBreaker
  #lastHealth: HealthStatus | undefined

  constructor(parts: ObservationParts) {
    this.#parts = parts
    this.#closed = new CircuitBreaker(parts.settings.circuitBreaker, parts.settings.clock)
  }

  /** Every exchange with an adapter, and those the bridge has told of. */
  get exchanges(): readonly ExchangeId[] {
    return [...new Set([...this.#parts.pool.exchanges, ...(this.#parts.bridge?.exchanges ?? [])])]
  }

  stateOf(exchange: ExchangeId): ConnectionState {
    const { bridge, fallback, pool } = this.#parts
    const remote = this.#isRemote(exchange) ? bridge?.stateOf(exchange) : undefined
    return fallback?.stateOf(exchange) ?? remote ?? pool.find(exchange)?.state ?? ConnectionState.DISCONNECTED
  }

  health(): HealthStatus {
    const { bridge, pool, settings } = this.#parts
    const now = settings.clock.now()
    const wanted = this.exchanges.filter((one) => bridge?.feeds(one) === true || pool.find(one)?.wanted === true)
    const snapshot = {
      now,
      exchanges: wanted.map((exchange) => this.#snapshot(exchange, now)),
      bridgeReady: bridge?.started === true ? bridge.bridge.isReady() : undefined,
    }
    this.#lastHealth = judge(snapshot, settings.health, this.#lastHealth)
    return this.#lastHealth
  }

  metrics(): SystemMetrics {
    const { bridge, distribution, pool, settings, subscriptions } = this.#parts
    const now = settings.clock.now()
    const { held, ...counts } = subscriptions.counts()
    return {
      exchanges: Object.fromEntries(
        this.exchanges.map((one) => [one, exchangeMetrics(distribution.meter(one), this.#facts(one), now)]),
      ),
      redis: bridge?.bridge.getMetrics() ?? null,
      connections: pool.links.filter(({ state }) => state === ConnectionState.CONNECTED).length,
      subscriptions: held,
      health: this.health(),
      delivery: {
        ...counts,
        listeners: distribution.router.listeners,
        streams: distribution.streams,
        dropped: distribution.dropped,
        bridgeFailures: bridge?.failures ?? 0,
      },
    }
  }

  #isRemote(exchange: ExchangeId): boolean {
    return this.#parts.bridge?.feeds(exchange) === true || !this.#parts.pool.has(exchange)
  }

  #isFedByBridge(exchange: ExchangeId): boolean {
    return this.#isRemote(exchange) && this.#parts.fallback?.stateOf(exchange) === undefined
  }

  #facts(exchange: ExchangeId): ExchangeFacts {
    const link = this.#parts.pool.find(exchange)
    return {
      state: this.stateOf(exchange),
      source: this.#isFedByBridge(exchange) ? 'bridge' : 'adapter',
      circuit: (link?.breaker ?? this.#closed).status(),
      subscriptions: this.#parts.subscriptions.counts(exchange).held,
      adapter: link?.adapterMetrics,
    }
  }

  #snapshot(exchange: ExchangeId, now: number): ExchangeSnapshot {
    const { distribution, pool, subscriptions } = this.#parts
    const meter = distribution.meter(exchange)
    const { availability } = meter
    return {
      exchange,
      state: this.stateOf(exchange),
      stateSince: availability.since(now),
      everConnected: availability.everConnected,
      circuit: (pool.find(exchange)?.breaker ?? this.#closed).status(),
      topics: subscriptions.heldTopics(exchange),
      latency: {
        'exchange to adapter': meter.exchangeToAdapter.summary(now).recent,
        'adapter to manager': meter.adapterToManager.summary(now).recent,
        'manager to listener': meter.managerToListener.summary(now).recent,
      },
      deliveryRatio: meter.deliveryRatio,
      missedTrades: meter.missedTrades,
      errors: meter.errorMinutes.read(now),
      uptimeLastHour: availability.recentUptime(now),
      reconnectionLastHour: availability.recentReconnection(now),
    }
  }
}
