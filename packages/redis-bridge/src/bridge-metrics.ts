import type { BridgeMetrics, EventType } from '@md/types'
import type { Latencies, Percentiles } from './latencies.ts'
import type { Leadership } from './leadership.ts'
import type { Link } from './link/link.ts'
import type { Counters } from './metrics.ts'
import type { Publisher } from './publish/publisher.ts'
import type { Interests } from './receive/interests.ts'
import type { Receiver } from './receive/receiver.ts'

export interface LinkMetrics {
  readonly name: string
  readonly up: boolean
  readonly reconnects: number
  readonly lastCause: string | undefined
}

/** The metrics of the specification, and ours. Counters run from the making of the bridge. */
export interface RedisBridgeMetrics extends BridgeMetrics {
  readonly batches: number
  /** Events that Redis has acknowledged in the log. */
  readonly acked: number
  /** Batches sent again: never acknowledged, or acknowledged and forgotten by Redis. */
  readonly resent: number
  readonly refilled: number
  /** What came from, or was refused to, a writer that was replaced. */
  readonly fenced: number
  readonly publishDropped: Readonly<Record<EventType, number>>
  /** Events not taken in because another bridge leads. */
  readonly standby: number
  /** Events with a number that is none. */
  readonly refused: number
  readonly received: number
  readonly delivered: number
  readonly duplicates: number
  readonly gaps: number
  readonly repaired: number
  readonly lost: number
  /** Losses nobody can count: a writer died with something unsaid. */
  readonly unknownLosses: number
  readonly epochChanges: number
  readonly lastValues: number
  readonly conflated: number
  readonly selfFiltered: number
  readonly handlerErrors: number
  readonly decodeErrors: number
  readonly unknownVersions: number
  readonly intakeDropped: number
  readonly latency: { readonly feed: Percentiles; readonly host: Percentiles; readonly bridge: Percentiles }
  readonly publishQueue: number
  readonly intakeQueue: number
  readonly heldForRepair: number
  readonly ringBytes: number
  readonly links: readonly LinkMetrics[]
  /** Ms since the epoch. */
  readonly lastMessageAt: number | undefined
  readonly lastHeartbeatAt: number | undefined
  readonly isLeader: boolean
  readonly fence: number | undefined
}

interface Measured {
  readonly counters: Counters
  readonly latencies: Latencies
  readonly interests: Interests
  readonly links: readonly Link[]
  readonly publisher: Publisher
  readonly receiver: Receiver
  readonly leadership: Leadership
  readonly connected: boolean
}

export function metricsOf(measured: Measured): RedisBridgeMetrics {
  const { connected, interests, latencies, leadership, links, publisher, receiver } = measured
  const { published, ...counters } = measured.counters
  return {
    ...counters,
    connected,
    publishedEvents: published,
    receivedEvents: counters.delivered,
    subscriptions: interests.size,
    activeSubscriptions: interests.keys,
    publishDropped: { ...counters.publishDropped },
    intakeDropped: counters.intakeDropped + receiver.intake.dropped,
    latency: {
      feed: latencies.feed.percentiles,
      host: latencies.host.percentiles,
      bridge: latencies.bridge.percentiles,
    },
    publishQueue: publisher.queued,
    intakeQueue: receiver.intake.size,
    heldForRepair: receiver.held,
    ringBytes: publisher.ringBytes,
    links: links.map(({ lastCause, name, reconnects, up }) => ({ name, up, reconnects, lastCause })),
    lastMessageAt: receiver.lastMessageAt,
    lastHeartbeatAt: receiver.lastBeatAt,
    isLeader: leadership.leading,
    fence: leadership.fence,
  }
}
