import type { Fill, Market } from '@md/types'
import type { RoundTrip } from '../ledger/ledger.ts'
import type { PositionView } from '../strategy/context.ts'
import type { EventFeedCounts } from './event-feed.ts'
import type { DigestFigures } from './journal-digest.ts'
import type { RunCounts } from './observer.ts'
import type { EquityPoint } from './performance/equity-curve.ts'
import type { Metrics } from './performance/metrics.ts'

/** What came of a run. JSON, whose shape changes with `version` alone. */
export interface BacktestResult {
  readonly version: 1
  readonly strategy: { readonly name: string; readonly version: number }
  /** With the defaults of the strategy filled in. */
  readonly params: unknown
  /** That it listened to, its own first. */
  readonly markets: readonly Market[]
  readonly seed: number
  readonly metrics: Metrics
  readonly counts: RunCounts & { readonly events: EventFeedCounts }
  /** At most 100,000 of each; `metrics` counts all. */
  readonly fills: readonly Fill[]
  readonly trips: readonly RoundTrip[]
  /** Still held at the end. */
  readonly positions: readonly PositionView[]
  /** At most 4,097 points. */
  readonly curve: readonly EquityPoint[]
  /** How the bot stood, change by change, at most 50 of them. */
  readonly states: readonly { readonly at: number; readonly to: string; readonly reason: string }[]
  /** Of everything that came in and was decided but the market's events: equal for equal runs. */
  readonly journal: DigestFigures
  /** What the fills rest on, a sentence each. */
  readonly assumptions: readonly string[]
  /** What makes the result less than it seems, a sentence each. */
  readonly warnings: readonly string[]
  /** False: it was stopped before the data ended. */
  readonly complete: boolean
}
