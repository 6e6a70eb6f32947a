import type { ExchangeSnapshot, HealthCode, TopicSnapshot } from './status.ts'
import type { HealthThresholds, Threshold } from './thresholds.ts'

export interface Finding {
  readonly code: HealthCode
  readonly severity: 'warning' | 'critical'
  readonly message: string
  /** Where it is known. */
  readonly since?: number
}

/** One thing to look at on one exchange. Pure. */
export type ExchangeRule = (of: ExchangeSnapshot, thresholds: HealthThresholds, now: number) => Finding | undefined

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`
const percent = (ratio: number): string => `${(ratio * 100).toFixed(2)} %`

const above = (value: number, { warning, critical }: Threshold): Finding['severity'] | undefined => {
  if (value > critical) return 'critical'
  return value > warning ? 'warning' : undefined
}

const connection: ExchangeRule = ({ exchange, state, stateSince }, { disconnectedCritical }, now) => {
  if (state === 'CONNECTED') return undefined
  const forMs = now - stateSince
  const severity = forMs > disconnectedCritical ? 'critical' : 'warning'
  const message = `${exchange} is ${state}, not connected for ${seconds(forMs)}`
  return { code: 'EXCHANGE_NOT_CONNECTED', severity, message, since: stateSince }
}

const circuit: ExchangeRule = ({ exchange, circuit: { failuresInARow, retryAt, since, state } }, _, now) => {
  if (state === 'closed') return undefined
  const wait = Math.max(0, (retryAt ?? now) - now)
  const message = `${exchange} failed ${failuresInARow} times in a row; its circuit is ${state}, next try in ${seconds(wait)}`
  return { code: 'CIRCUIT_OPEN', severity: 'warning', message, since: since ?? now }
}

const books: ExchangeRule = ({ exchange, state, topics }, { bookNotLiveWarning }, now) => {
  const late = topics.filter(({ notLiveSince = now }) => now - notLiveSince > bookNotLiveWarning)
  if (state !== 'CONNECTED' || late.length === 0) return undefined
  const since = Math.min(...late.map(({ notLiveSince = now }) => notLiveSince))
  const message = `${exchange} has ${late.length} order books that are not live: ${someOf(late)}`
  return { code: 'BOOK_NOT_LIVE', severity: 'warning', message, since }
}

const silence: ExchangeRule = ({ exchange, state, stateSince, topics }, { silenceWarning }, now) => {
  const lastOf = ({ lastEventAt = 0, openedAt }: TopicSnapshot) => Math.max(lastEventAt, openedAt, stateSince)
  const silent = topics.filter((topic) => now - lastOf(topic) > silenceWarning[topic.channel])
  if (state !== 'CONNECTED' || silent.length === 0) return undefined
  const since = Math.min(...silent.map(lastOf))
  const message = `${exchange} has ${silent.length} silent subscriptions: ${someOf(silent)}, for up to ${seconds(now - since)}`
  return { code: 'SUBSCRIPTION_SILENT', severity: 'warning', message, since }
}

const latency: ExchangeRule = ({ exchange, latency: hops }, { latencyP99, latencySamples }) => {
  const [hop, { p99 }] = Object.entries(hops)
    .filter(([, { count }]) => count >= latencySamples)
    .reduce((worst, next) => (next[1].p99 > worst[1].p99 ? next : worst), ['', { p99: 0 }])
  const severity = above(p99, latencyP99)
  if (severity === undefined) return undefined
  return { code: 'LATENCY_HIGH', severity, message: `${exchange}: P99 from ${hop} is ${p99.toFixed(1)} ms` }
}

const delivery: ExchangeRule = ({ deliveryRatio, exchange, missedTrades }, { delivery: { warning, critical } }) => {
  const severity = above(1 - deliveryRatio, { warning: 1 - warning, critical: 1 - critical })
  if (severity === undefined) return undefined
  const message = `${exchange}: ${missedTrades} trades are missing, ${percent(deliveryRatio)} were delivered`
  return { code: 'DELIVERY_LOW', severity, message }
}

const errors: ExchangeRule = (of, { errorsWarning, errorMinutesCritical }) => {
  const { minutesInARow, recent } = of.errors
  if (recent <= errorsWarning) return undefined
  const severity = minutesInARow >= errorMinutesCritical ? 'critical' : 'warning'
  const message = `${of.exchange}: ${recent} errors in the last minute or two, for ${minutesInARow} minutes in a row`
  return { code: 'ERRORS', severity, message }
}

const uptime: ExchangeRule = ({ exchange, uptimeLastHour }, { uptimeWarning }) =>
  uptimeLastHour < uptimeWarning
    ? {
        code: 'UPTIME_LOW',
        severity: 'warning',
        message: `${exchange} was connected ${percent(uptimeLastHour)} of the last hour`,
      }
    : undefined

const reconnection: ExchangeRule = ({ exchange, reconnectionLastHour }, thresholds) => {
  const { attempts, ratio, successes } = reconnectionLastHour
  if (attempts < thresholds.reconnectionSamples || ratio >= thresholds.reconnectionWarning) return undefined
  const message = `${exchange} came back in ${successes} of ${attempts} attempts of the last hour`
  return { code: 'RECONNECTION_LOW', severity: 'warning', message }
}

export const EXCHANGE_RULES: readonly ExchangeRule[] = [
  connection,
  circuit,
  books,
  silence,
  latency,
  delivery,
  errors,
  uptime,
  reconnection,
]

function someOf(topics: readonly TopicSnapshot[]): string {
  const names = topics.slice(0, 3).map(({ channel, symbol }) => `${channel} ${symbol}`)
  return topics.length > names.length ? `${names.join(', ')} and others` : names.join(', ')
}
