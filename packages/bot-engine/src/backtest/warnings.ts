import { requestKey, type Subscription } from '@md/types'
import type { EventFeed } from './event-feed.ts'
import type { Observer, Standing } from './observer.ts'
import type { Metrics } from './performance/metrics.ts'

export interface WarningParts {
  readonly feed: EventFeed
  readonly observer: Observer
  readonly standing: Standing
  readonly metrics: Metrics
  readonly subscriptions: readonly Subscription[]
  /** Assets whose fees are part of the result. */
  readonly assets: ReadonlySet<string>
}

/** What makes a result less than it seems, a sentence each. */
export function warningsOf(parts: WarningParts): readonly string[] {
  return [
    ...unheard(parts.feed, parts.subscriptions),
    ...gaps(parts.feed),
    ...foreignFees(parts.metrics, parts.assets),
    ...troubles(parts.standing),
    ...idleness(parts.observer, parts.metrics),
    ...[...parts.observer.messages].map(([message, times]) => (times === 1 ? message : `${message} (${times} times)`)),
  ]
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

const nameOf = (want: Subscription): string => `${requestKey(want)} of ${want.exchange}`

const unheard = (feed: EventFeed, wants: readonly Subscription[]): readonly string[] => {
  const heard = new Set(feed.heard.map(({ want }) => nameOf(want)))
  return wants.filter((want) => !heard.has(nameOf(want))).map((want) => `the data hold nothing of ${nameOf(want)}`)
}

const gaps = ({ counts }: EventFeed): readonly string[] =>
  counts.gaps === 0
    ? []
    : [`the data have ${counts.gaps === 1 ? 'a hole' : `${counts.gaps} holes`}: what happened there is not known`]

const foreignFees = ({ fees }: Metrics, assets: ReadonlySet<string>): readonly string[] =>
  Object.entries(fees)
    .filter(([asset]) => !assets.has(asset))
    .map(([asset, amount]) => `fees of ${amount} ${asset} are not part of the result: they are in another asset`)

const troubles = ({ degraded, ended }: Standing): readonly string[] => [
  ...(degraded[0] === undefined
    ? []
    : [`the bot was degraded ${times(degraded.length)}, first because ${degraded[0].reason}`]),
  ...(ended === undefined ? [] : [`the bot ${ended.to === 'failed' ? 'failed' : 'ended by itself'}: ${ended.reason}`]),
]

const idleness = ({ counts }: Observer, { fills }: Metrics): readonly string[] => {
  if (fills > 0) return []
  const refused = Object.entries(counts.refusals).map(([code, times]) => `${code} ${times} times`)
  return [`nothing was traded${refused.length === 0 ? '' : `: orders were refused, ${refused.join(', ')}`}`]
}
