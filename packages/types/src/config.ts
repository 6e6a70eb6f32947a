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

/** Names and defaults: the specification's table. Times in ms. */
export interface RedisEventBridgeConfig {
  /** Wins over the parts. */
  readonly redisUrl?: string
  readonly host?: string
  readonly port?: number
  readonly username?: string
  readonly password?: string
  readonly tls?: boolean
  readonly db?: number
  readonly keyPrefix?: string
  readonly enablePublishing?: boolean
  readonly enableSubscription?: boolean
  /** `1` and `'1'` are the same instance. */
  readonly instanceId?: string | number
  readonly reconnection?: { readonly maxRetries?: number; readonly retryDelay?: number }
}
