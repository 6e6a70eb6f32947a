import type { BridgeMetrics } from '@md/types'
import { type Family, PROMETHEUS_TYPE, prometheusText } from './prometheus.ts'

/** What a process tells of itself when it is asked. Called anew for each request. */
export interface Views {
  /** Why no work should be sent here; empty: ready. */
  notReady(): readonly string[]
  health(): { readonly status: 'healthy' | 'degraded' | 'unhealthy' }
  /** `null` without Redis. */
  redis(): BridgeMetrics | null
  metrics(): readonly Family[]
  status(): object
}

export interface Answer {
  readonly code: number
  readonly type: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What every process answers. */
export const VIEWS = ['/livez', '/readyz', '/health', '/health/redis', '/metrics', '/status'] as const

/** Nothing for a path that there is not. */
export function answerTo(path: string, views: Views): Answer | undefined {
  switch (path) {
    case '/livez':
      return json(200, { status: 'alive' })
    case '/readyz': {
      const reasons = views.notReady()
      return json(reasons.length === 0 ? 200 : 503, { ready: reasons.length === 0, reasons })
    }
    case '/health': {
      const health = views.health()
      return json(health.status === 'unhealthy' ? 503 : 200, health)
    }
    case '/health/redis':
      return redisHealth(views.redis())
    case '/metrics':
      return { code: 200, type: PROMETHEUS_TYPE, body: prometheusText(views.metrics()) }
    case '/status':
      return json(200, views.status())
    default:
      return undefined
  }
}

export const json = (code: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  code,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body)}\n`,
  headers,
})

/** To the letter of the specification. */
function redisHealth(metrics: BridgeMetrics | null): Answer {
  if (metrics === null) return json(404, { error: 'Redis scaling is not enabled here (ENABLE_REDIS_SCALING)' })
  const { connected, errors, publishedEvents, receivedEvents, subscriptions } = metrics
  return json(connected ? 200 : 503, {
    status: connected ? 'healthy' : 'unhealthy',
    metrics: { connected, publishedEvents, receivedEvents, errors, subscriptions },
  })
}
