import type { BridgeMetrics } from '@md/types'
import type { Family, Series } from './prometheus.ts'

interface Hop {
  readonly recent: { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number }
}

/** What is told of one exchange. */
export interface ExchangeFigures {
  readonly state: string
  readonly events: Readonly<Record<string, number>>
  readonly errors: number
  readonly missedTrades: number
  readonly reconnects: number
  readonly uptimeLastHour: number
  readonly latency: { readonly exchangeToAdapter: Hop; readonly adapterToManager: Hop; readonly managerToListener: Hop }
}

/** What a manager says of itself, as far as it is told. */
export interface FeedFigures {
  readonly exchanges: Readonly<Record<string, ExchangeFigures | undefined>>
  readonly redis: BridgeMetrics | null
  readonly connections: number
  readonly subscriptions: number
  readonly health: { readonly status: 'healthy' | 'degraded' | 'unhealthy' }
  readonly delivery: { readonly dropped: number; readonly bridgeFailures: number }
}

const HEALTH = { healthy: 2, degraded: 1, unhealthy: 0 } as const

/** Ours, and beside it Redis by the names of the specification. */
export const feedFamilies = (feed: FeedFigures): readonly Family[] => [
  gauge('md_health', '2 healthy, 1 degraded, 0 unhealthy', HEALTH[feed.health.status]),
  gauge('md_connections', 'Exchanges connected from this process', feed.connections),
  gauge('md_subscriptions', 'Upstream subscriptions that somebody holds', feed.subscriptions),
  counter('md_stream_events_dropped_total', 'Events lost by slow streams', [{ value: feed.delivery.dropped }]),
  counter('md_bridge_failures_total', 'Calls to the bridge that failed', [{ value: feed.delivery.bridgeFailures }]),
  ...exchangeFamilies(feed.exchanges),
  ...redisFamilies(feed.redis),
]

function exchangeFamilies(exchanges: FeedFigures['exchanges']): readonly Family[] {
  const all = Object.entries(exchanges).flatMap(([exchange, figures]) => (figures ? [{ exchange, figures }] : []))
  const each = (value: (figures: ExchangeFigures) => number): readonly Series[] =>
    all.map(({ exchange, figures }) => ({ labels: { exchange }, value: value(figures) }))
  const events = all.flatMap(({ exchange, figures }) =>
    Object.entries(figures.events).map(([type, value]) => ({ labels: { exchange, type }, value })),
  )
  const connected = each(({ state }) => (state === 'CONNECTED' ? 1 : 0))
  const uptime = each(({ uptimeLastHour }) => uptimeLastHour)
  return [
    gauges('md_exchange_connected', '1 while connected', connected),
    gauges('md_exchange_uptime_ratio', 'Share of the last hour connected', uptime),
    counter('md_events_total', 'Events taken, by type', events),
    counter(
      'md_errors_total',
      'Errors of an exchange and of listeners',
      each(({ errors }) => errors),
    ),
    counter(
      'md_missed_trades_total',
      'Trades that are missing',
      each(({ missedTrades }) => missedTrades),
    ),
    counter(
      'md_reconnects_total',
      'Times an exchange came back',
      each(({ reconnects }) => reconnects),
    ),
    gauges('md_latency_ms', 'Latency of a hop over the last minutes', all.flatMap(latencies)),
  ]
}

/** By the names of the specification; nothing without Redis. */
function redisFamilies(redis: BridgeMetrics | null): readonly Family[] {
  if (redis === null) return []
  return [
    gauge('redis_connected', '1 while Redis is connected', redis.connected ? 1 : 0),
    counter('redis_events_published_total', 'Events published', [{ value: redis.publishedEvents }]),
    counter('redis_events_received_total', 'Events received', [{ value: redis.receivedEvents }]),
    counter('redis_errors_total', 'Errors of the bridge', [{ value: redis.errors }]),
    gauge('redis_subscriptions', 'Subscriptions held', redis.subscriptions),
  ]
}

const HOPS = ['exchangeToAdapter', 'adapterToManager', 'managerToListener'] as const

const latencies = ({ exchange, figures }: { exchange: string; figures: ExchangeFigures }): readonly Series[] =>
  HOPS.flatMap((hop) => {
    const { count, p50, p95, p99 } = figures.latency[hop].recent
    if (count === 0) return []
    return Object.entries({ '0.5': p50, '0.95': p95, '0.99': p99 }).map(([quantile, value]) => ({
      labels: { exchange, hop, quantile },
      value,
    }))
  })

const gauges = (name: string, help: string, series: readonly Series[]): Family => ({
  name,
  type: 'gauge',
  help,
  series,
})

const gauge = (name: string, help: string, value: number): Family => gauges(name, help, [{ value }])

const counter = (name: string, help: string, series: readonly Series[]): Family => ({
  name,
  type: 'counter',
  help,
  series,
})
