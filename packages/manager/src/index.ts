export type { Conflation } from '@md/types'
export type { CircuitBreakerPolicy, CircuitState, CircuitStatus } from './circuit-breaker.ts'
export {
  AbandonedError,
  CircuitOpenError,
  ConnectionLimitError,
  DisconnectTimeoutError,
  ExchangeNotAvailableError,
  ListenerFailedError,
  ReferenceDataUnavailableError,
  UnsubscribeFailedError,
} from './errors.ts'
export type { EventOf, EventStream, StreamOptions } from './event-stream.ts'
export { judge } from './health/health.ts'
export type {
  ExchangeSnapshot,
  HealthCode,
  HealthReason,
  HealthSnapshot,
  HealthStatus,
  TopicSnapshot,
} from './health/status.ts'
export { HEALTH_THRESHOLDS, type HealthThresholds, type Threshold } from './health/thresholds.ts'
export { MarketDataWebSocketManager } from './manager.ts'
export type { ReconnectionRecord } from './metrics/availability.ts'
export type { RecentErrors } from './metrics/error-minutes.ts'
export type { SkipKind } from './metrics/exchange-meter.ts'
export type { ExchangeMetrics } from './metrics/exchange-metrics.ts'
export type { HopLatency, LatencySummary } from './metrics/latency.ts'
export type { DeliveryMetrics, SystemMetrics } from './observation.ts'
export type { ManagerOptions, MarketDataOptions, StreamFilter, SubscribeOptions } from './options.ts'
export { sharedManager } from './shared.ts'
export type { PendingHandle } from './subscription-handle.ts'
