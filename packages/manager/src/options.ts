import { systemClock } from '@md/runtime'
import {
  type AdapterFactory,
  type Clock,
  type Conflation,
  type EventType,
  type ExchangeId,
  type Interval,
  type Logger,
  type MarketDataManagerConfig,
  type MarketEvent,
  silentLogger,
} from '@md/types'
import type { CircuitBreakerPolicy } from './circuit-breaker.ts'
import { HEALTH_THRESHOLDS, type HealthThresholds } from './health/thresholds.ts'
import { checkCount, checkDuration } from './validation.ts'

/** How a manager is made. Everything has a default. Times in ms. */
export interface ManagerOptions extends MarketDataManagerConfig {
  readonly clock?: Clock
  readonly logger?: Logger
  /** How long an upstream subscription outlives its last holder. 0: not at all. Default 5000. */
  readonly linger?: number
  /** Default: open after 5 failures in a row, for 30000 ms. */
  readonly circuitBreaker?: Partial<CircuitBreakerPolicy>
  /** How long `disconnect` waits for one adapter. Default 5000. */
  readonly disconnectTimeout?: number
  /** Adapters that stand in for the bridge while it is away for longer than `afterMs` (default 1000). */
  readonly fallback?: {
    readonly adapters: Partial<Readonly<Record<ExchangeId, AdapterFactory>>>
    readonly afterMs?: number
  }
  /** Replaces single rows of the table of health thresholds. */
  readonly health?: Partial<HealthThresholds>
}

/** The options with every default filled in. */
export interface ManagerSettings {
  readonly clock: Clock
  readonly logger: Logger
  readonly maxConnections: number
  readonly linger: number
  readonly circuitBreaker: CircuitBreakerPolicy
  readonly disconnectTimeout: number
  readonly fallbackAfter: number
  readonly health: HealthThresholds
}

export interface SubscribeOptions {
  /** Default `'every'`. */
  readonly conflate?: Conflation
}

export interface MarketDataOptions extends SubscribeOptions {
  readonly listener?: (event: MarketEvent) => void
  /** `orderbook` only: at least this many levels a side. */
  readonly depth?: number
  /** `candles` only, and required there. */
  readonly interval?: Interval
}

/** An event must have every field named here, with that value. */
export interface StreamFilter<T extends EventType = EventType> {
  readonly type?: T | readonly T[]
  readonly exchange?: ExchangeId
  readonly symbol?: string
  readonly interval?: Interval
}

/** @throws InvalidInputError for a number out of range */
export function settingsOf(options: ManagerOptions): ManagerSettings {
  const { failures = 5, openMs = 30_000 } = options.circuitBreaker ?? {}
  return {
    clock: options.clock ?? systemClock,
    logger: options.logger ?? silentLogger,
    maxConnections: checkCount('maxConnections', options.maxConnections ?? 10),
    linger: checkDuration('linger', options.linger ?? 5_000),
    circuitBreaker: {
      failures: checkCount('circuitBreaker.failures', failures),
      openMs: checkDuration('circuitBreaker.openMs', openMs),
    },
    disconnectTimeout: checkDuration('disconnectTimeout', options.disconnectTimeout ?? 5_000),
    fallbackAfter: checkDuration('fallback.afterMs', options.fallback?.afterMs ?? 1_000),
    health: { ...HEALTH_THRESHOLDS, ...options.health },
  }
}
