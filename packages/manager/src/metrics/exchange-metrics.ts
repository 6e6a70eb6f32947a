import type { AdapterMetrics, ConnectionState, EventType } from '@md/types'
import type { CircuitStatus } from '../circuit-breaker.ts'
import type { ReconnectionRecord } from './availability.ts'
import type { ExchangeMeter, SkipKind } from './exchange-meter.ts'
import type { HopLatency } from './latency.ts'

/** What is known of one exchange. Counts are from the making of the manager; times in ms. */
export interface ExchangeMetrics {
  readonly state: ConnectionState
  /** Where its events come from. */
  readonly source: 'adapter' | 'bridge'
  /** Events handed over by the adapter or the bridge, usable or not. */
  readonly messagesReceived: number
  /** Events taken, by type. */
  readonly events: Readonly<Record<EventType, number>>
  /** Events not taken: without the shape, with a price that cannot be one, or on the bridge though there is an adapter. */
  readonly skipped: Readonly<Record<SkipKind, number>>
  /** Events of markets nobody subscribed to: only streams and `on` hear them. */
  readonly unrequested: number
  /** Errors told by the adapter, failures of listeners, and calls to the exchange that failed. */
  readonly errors: number
  readonly listenerFailures: number
  /** Events replaced by a later one before their conflating listener had them. */
  readonly conflated: number
  readonly missedTrades: number
  /** Trades delivered, of those there were: 0 to 1. */
  readonly deliveryRatio: number
  /** Times it came back. */
  readonly reconnects: number
  readonly reconnection: ReconnectionRecord
  /** Share of the time connected since the first connection, 0 to 1; `undefined` before it. */
  readonly uptime: number | undefined
  /** The same over the last hour. */
  readonly uptimeLastHour: number
  readonly latency: {
    readonly exchangeToAdapter: HopLatency
    readonly adapterToManager: HopLatency
    /** To the last listener of the event. */
    readonly managerToListener: HopLatency
  }
  /** Our clock, ms since the epoch. */
  readonly lastEventAt: number | undefined
  readonly msSinceLastEvent: number | undefined
  readonly circuit: CircuitStatus
  /** Upstream subscriptions with a holder. */
  readonly subscriptions: number
  /** The adapter's own count; `undefined` without an adapter. */
  readonly adapter: AdapterMetrics | undefined
}

export interface ExchangeFacts {
  readonly state: ConnectionState
  readonly source: ExchangeMetrics['source']
  readonly circuit: CircuitStatus
  readonly subscriptions: number
  readonly adapter: AdapterMetrics | undefined
}

export function exchangeMetrics(meter: ExchangeMeter, facts: ExchangeFacts, now: number): ExchangeMetrics {
  const { availability, lastEventAt } = meter
  return {
    ...facts,
    messagesReceived: meter.messagesReceived,
    events: { ...meter.events },
    skipped: { ...meter.skipped },
    unrequested: meter.unrequested,
    errors: meter.errors,
    listenerFailures: meter.listenerFailures,
    conflated: meter.conflated,
    missedTrades: meter.missedTrades,
    deliveryRatio: meter.deliveryRatio,
    reconnects: availability.successes,
    reconnection: availability.reconnection(),
    uptime: availability.uptime(now),
    uptimeLastHour: availability.recentUptime(now),
    latency: {
      exchangeToAdapter: meter.exchangeToAdapter.summary(now),
      adapterToManager: meter.adapterToManager.summary(now),
      managerToListener: meter.managerToListener.summary(now),
    },
    lastEventAt,
    msSinceLastEvent: lastEventAt === undefined ? undefined : now - lastEventAt,
  }
}
