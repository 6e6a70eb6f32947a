export { RedisEventBridge } from './bridge.ts'
export type { BridgeEventMap, BridgeOwnEvents } from './bridge-events.ts'
export type { LinkMetrics, RedisBridgeMetrics } from './bridge-metrics.ts'
export {
  AccessRefusedError,
  BridgeClosedError,
  CommandFailedError,
  ConnectTimeoutError,
  EventsDroppedError,
  LinkError,
  ListenerError,
  PartitionsDifferError,
  RetriesSpentError,
} from './errors.ts'
export type { Percentiles } from './latencies.ts'
export { RedisRelay } from './relay/relay.ts'
export type { RedisRelayMetrics } from './relay/relay-metrics.ts'
export type { RedisRelayEnd, RedisRelayOptions, RelayedChannels } from './relay/relay-options.ts'
export type { Replayed, ReplayOptions } from './replay.ts'
export type { RedisEventBridgeOptions, Soon } from './settings.ts'
