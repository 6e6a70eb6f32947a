import type { Trade } from '@md/types'

export const TRANSPORTS = ['plain', 'live', 'repaired', 'log'] as const

/** `plain`: node-redis pub/sub, nothing awaited; the others: the bridge with that delivery. */
export type TransportName = (typeof TRANSPORTS)[number]

export interface TransportOptions {
  readonly url: string
  readonly publishes: boolean
  /** What it subscribes to. */
  readonly symbols: readonly string[]
  readonly take: (trade: Trade) => void
}

export interface TransportCounters {
  /** What is known to be lost; plain pub/sub does not know. */
  readonly lost: number
  readonly publishDropped: number
  readonly ringBytes: number
}

export interface Transport {
  publish(trade: Trade): void
  /** Resolves when Redis has everything. */
  flush(): Promise<void>
  counters(): TransportCounters
  close(): Promise<void>
}
