import type { RedisBridgeMetrics, RedisEventBridgeOptions } from '../src/index.ts'
import type { Account } from './ledger.ts'

/** What a bridge in a process of its own is told to do; it answers each with a `BridgeNews`. */
export type BridgeOrder =
  | { readonly kind: 'open'; readonly options: RedisEventBridgeOptions; readonly listen: boolean }
  /** Publishes a `Load` until its end. */
  | { readonly kind: 'load'; readonly since: number }
  /** Publishes so many, and waits until Redis has them. */
  | { readonly kind: 'publish'; readonly count: number }
  | { readonly kind: 'halt' }
  | { readonly kind: 'tell' }
  | { readonly kind: 'close' }

export interface BridgeNews {
  readonly account: Account
  readonly published: number
  readonly metrics: RedisBridgeMetrics
}
