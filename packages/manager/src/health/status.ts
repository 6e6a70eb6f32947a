import type { ChannelType, ConnectionState, ExchangeId } from '@md/types'
import type { CircuitStatus } from '../circuit-breaker.ts'
import type { ReconnectionRecord } from '../metrics/availability.ts'
import type { RecentErrors } from '../metrics/error-minutes.ts'
import type { LatencySummary } from '../metrics/latency.ts'

export type HealthCode =
  | 'EXCHANGE_NOT_CONNECTED'
  | 'CIRCUIT_OPEN'
  | 'BOOK_NOT_LIVE'
  | 'SUBSCRIPTION_SILENT'
  | 'LATENCY_HIGH'
  | 'DELIVERY_LOW'
  | 'ERRORS'
  | 'UPTIME_LOW'
  | 'RECONNECTION_LOW'
  | 'BRIDGE_DISCONNECTED'

/** One thing that is not as it should be. */
export interface HealthReason {
  readonly code: HealthCode
  readonly severity: 'warning' | 'critical'
  /** `undefined`: it concerns no exchange alone. */
  readonly exchange: ExchangeId | undefined
  /** A sentence with the particulars. */
  readonly message: string
  /** Our clock, ms since the epoch: when it began where that is known, else when it was first seen. */
  readonly since: number
}

/** `degraded`: there are reasons. `unhealthy`: one of them is critical. */
export interface HealthStatus {
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  readonly reasons: readonly HealthReason[]
  /** When it was judged, ms since the epoch. */
  readonly at: number
}

/** A subscription that somebody holds. Times in ms since the epoch. */
export interface TopicSnapshot {
  readonly channel: ChannelType
  readonly symbol: string
  readonly openedAt: number
  readonly lastEventAt: number | undefined
  /** Books: since when not verified. */
  readonly notLiveSince: number | undefined
}

/** Everything health is judged by, about one exchange. */
export interface ExchangeSnapshot {
  readonly exchange: ExchangeId
  readonly state: ConnectionState
  /** Since when, ms since the epoch. */
  readonly stateSince: number
  /** Whether it has ever been connected. */
  readonly everConnected: boolean
  readonly circuit: CircuitStatus
  readonly topics: readonly TopicSnapshot[]
  readonly latency: Readonly<
    Record<'exchange to adapter' | 'adapter to manager' | 'manager to listener', LatencySummary>
  >
  readonly deliveryRatio: number
  readonly missedTrades: number
  readonly errors: RecentErrors
  readonly uptimeLastHour: number
  readonly reconnectionLastHour: ReconnectionRecord
}

export interface HealthSnapshot {
  readonly now: number
  /** The exchanges somebody wants. */
  readonly exchanges: readonly ExchangeSnapshot[]
  /** `undefined`: there is no bridge, or it is not wanted yet. */
  readonly bridgeReady: boolean | undefined
}
