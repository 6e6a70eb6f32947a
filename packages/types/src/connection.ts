import type { ExchangeId } from './exchange.ts'

/** Where an adapter's link to its exchange stands. `TERMINATED`: bounded attempts are spent; only `connect()` revives it. */
export const ConnectionState = {
  DISCONNECTED: 'DISCONNECTED',
  CONNECTING: 'CONNECTING',
  CONNECTED: 'CONNECTED',
  RECONNECTING: 'RECONNECTING',
  DISCONNECTING: 'DISCONNECTING',
  TERMINATED: 'TERMINATED',
} as const

export type ConnectionState = (typeof ConnectionState)[keyof typeof ConnectionState]

/** One edge of the state machine. */
export interface ConnectionChange {
  readonly exchange: ExchangeId
  readonly state: ConnectionState
  readonly previous: ConnectionState
  /** Why, in words: `closed by the exchange (1006)`, `no answer to a ping within 10000 ms`. */
  readonly reason: string
  /** Our clock, ms since the epoch. */
  readonly at: number
  /** While reconnecting: the attempt that comes next, from 1. */
  readonly attempt?: number
  /** While reconnecting: how long until it, in ms. */
  readonly delayMs?: number
}

/** How to come back after a loss. All times in ms. */
export interface ReconnectionConfig {
  /** Attempts in a row before giving up in `TERMINATED`. Unset: for ever. */
  readonly maxAttempts?: number
  /** Ceiling of the first delay. Default 1000. */
  readonly initialDelay?: number
  /** Highest ceiling. Default 30000. */
  readonly maxDelay?: number
  /** Growth of the ceiling with every failure. Default 2. */
  readonly backoffMultiplier?: number
  /** The share of the delay that is random: 0.1 is within 10 %, 1 is full jitter. Default 1. */
  readonly jitterFactor?: number
}

/** How one adapter connects. All times in ms. */
export interface ConnectionConfig {
  /** WebSocket address, used verbatim. Default: production. */
  readonly url?: string
  /** REST address, without a path. Default: production. */
  readonly restUrl?: string
  /** `'testnet'` chooses the venue's test or sandbox market-data endpoints. Default `'production'`. */
  readonly environment?: 'production' | 'testnet'
  /** Limit for a handshake, for an acknowledgement and for a REST answer. Default 30000. */
  readonly timeout?: number
  /** Default 30000. */
  readonly pingInterval?: number
  /** Default 10000. */
  readonly pongTimeout?: number
  readonly reconnection?: ReconnectionConfig
}
