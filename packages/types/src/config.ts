import type { IExchangeAdapter } from './adapter.ts'
import type { ConnectionConfig } from './connection.ts'
import type { EventBridge } from './event-bridge.ts'
import type { ExchangeId } from './exchange.ts'

/** Makes one exchange's adapter. */
export type AdapterFactory = (config: ConnectionConfig) => IExchangeAdapter

export interface MarketDataManagerConfig {
  /** A factory per exchange. */
  readonly adapters?: Partial<Readonly<Record<ExchangeId, AdapterFactory>>>
  readonly bridge?: EventBridge
  /** Exchanges connected at once. Default 10. */
  readonly maxConnections?: number
}

/** How a TLS link proves itself beyond the defaults of the machine. PEM texts. */
export interface RedisTlsConfig {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

export interface RedisAddress {
  readonly host: string
  readonly port: number
}

/** Where Redis is: one server, what Sentinels say is the master, or a Cluster known by some of its nodes. */
export type RedisTopology =
  | { readonly kind: 'standalone' }
  | {
      readonly kind: 'sentinel'
      readonly sentinels: readonly RedisAddress[]
      readonly master: string
      readonly username?: string
      readonly password?: string
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisAddress[] }

/** `'live'`: pub/sub alone. `'repaired'`: its holes are filled from the log. `'log'`: the log alone. */
export type BridgeDelivery = 'live' | 'repaired' | 'log'

/** Names and defaults: the specification's table. Times in ms. */
export interface RedisEventBridgeConfig {
  /** Wins over the parts. */
  readonly redisUrl?: string
  readonly host?: string
  readonly port?: number
  readonly username?: string
  readonly password?: string
  readonly tls?: boolean | RedisTlsConfig
  readonly db?: number
  readonly keyPrefix?: string
  readonly enablePublishing?: boolean
  readonly enableSubscription?: boolean
  /** `1` and `'1'` are the same instance. */
  readonly instanceId?: string | number
  /** `maxRetries` 0: for ever. `retryDelay`: base of the back-off's ceiling. */
  readonly reconnection?: { readonly maxRetries?: number; readonly retryDelay?: number }
  /** How long `connect()` waits before it rejects; the bridge goes on trying. Default 10000. */
  readonly connectTimeout?: number
  /** Parts the keys are spread over; the same in every process. Default 8. */
  readonly partitions?: number
  readonly delivery?: BridgeDelivery
  readonly topology?: RedisTopology
  /** A batch leaves at the first of these. Default 1 ms, 256 events, 64 KB. */
  readonly batching?: { readonly maxWaitMs?: number; readonly maxItems?: number; readonly maxBytes?: number }
  /** The log in Redis. Default enabled, 60 s. */
  readonly log?: { readonly enabled?: boolean; readonly retentionSeconds?: number }
  /**
   * The live channels. Default enabled. What a publisher writes to the log alone reaches `'log'` readers at once, and
   * `'repaired'` ones with the next heartbeat.
   */
  readonly live?: { readonly enabled?: boolean }
  /** Last values and books for whoever joins late. Default enabled, kept an hour, written every 500 ms where changed. */
  readonly lastValue?: { readonly enabled?: boolean; readonly ttlSeconds?: number; readonly intervalMs?: number }
  /** What a publisher keeps to send again: age and size. Default 10 s, 64 MB. */
  readonly refill?: { readonly maxAgeMs?: number; readonly maxBytes?: number }
  /** What a subscriber holds, waiting for its handlers or for a repair. Default 100000 messages, 64 MB. */
  readonly backpressure?: { readonly maxQueue?: number; readonly maxQueueBytes?: number }
  /** Default 500. */
  readonly heartbeatMs?: number
  /** A link that does not answer a ping is cut. Default every 500, within 1500. */
  readonly watchdog?: { readonly pingMs?: number; readonly timeoutMs?: number }
  /** Publish only while leading under this name. Without it every publisher leads under a name of its own. */
  readonly lease?: { readonly name: string; readonly ttlMs?: number }
}
