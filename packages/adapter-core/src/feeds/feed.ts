import type { EventMap } from '@md/types'
import type { Counters } from '../counters.ts'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, RestGet, WireRequest } from '../protocol.ts'

/** What one subscription at the venue feeds: from its messages to our events. */
export interface Feed {
  /** Messages taken in, for the watch on freshness. */
  readonly messages: number
  /** The venue has acknowledged the subscription on this line. */
  subscribed(line: number): void
  /** The line ended by itself. */
  lost(line: number): void
  /** Gives everything up. */
  stop(): void
}

/** What feeds are made of. */
export interface FeedParts {
  readonly protocol: ExchangeProtocol
  readonly settings: AdapterSettings
  readonly counters: Counters
  readonly get: RestGet
  emit<T extends keyof EventMap>(type: T, data: EventMap[T]): void
  report(error: unknown): void
  /** Asks the venue for this subscription afresh. */
  renew(request: WireRequest): void
}
