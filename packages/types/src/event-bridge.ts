import type { EventMap, MarketEvent } from './event.ts'
import type { Interval } from './interval.ts'
import type { Market } from './market.ts'
import type { Subscription } from './subscription.ts'

/** Where an event that came over a bridge was published. Times in ms since the epoch. */
export interface EventOrigin {
  readonly instanceId: string
  readonly epoch: number
  readonly sequence: number
  readonly publishedAt: number
}

export interface BridgeMetrics {
  readonly connected: boolean
  readonly publishedEvents: number
  readonly receivedEvents: number
  readonly errors: number
  readonly subscriptions: number
  readonly activeSubscriptions: readonly string[]
}

/** The name the specification uses. */
export type RedisMetrics = BridgeMetrics

export type EventFilter = Partial<Market> & { readonly interval?: Interval }

/** One feed for many processes. */
export interface EventBridge {
  connect(): Promise<void>
  disconnect(): Promise<void>
  isReady(): boolean
  getMetrics(): BridgeMetrics
  /** Queues synchronously, never throws, resolves when accepted. Books travel as `change`. */
  publish(event: MarketEvent): Promise<void>
  subscribe(type: keyof EventMap, filter?: EventFilter): Promise<void>
  unsubscribe(type: keyof EventMap, filter?: EventFilter): Promise<void>
  subscribeAll(): Promise<void>
  unsubscribeAll(): Promise<void>
  onEvent(listener: (event: MarketEvent, origin: EventOrigin) => void): () => void
  /** An executor says what it wants; leased. */
  demand(wants: readonly Subscription[]): Promise<void>
  /** A host hears what is wanted. */
  onDemand(listener: (wants: readonly Subscription[]) => void): () => void
  onLeadership(listener: (leading: boolean) => void): () => void
}
