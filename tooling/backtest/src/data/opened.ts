import type { EventSource } from '@md/bot-engine/backtest'
import type { Interval } from '@md/types'

/** Data that can be read, as often as wanted. */
export interface OpenedData {
  /** What it is, and how it was recognised, for people. */
  readonly description: string
  /** Set where it is candles: the market is known by its prices alone, so far apart. */
  readonly interval: Interval | undefined
  events(range: TimeRange): EventSource
  /** What was wrong with what was read last, a sentence each. */
  flaws(): readonly string[]
}

/** ms since the epoch. What is before `from` may be played as well: whoever plays it leaves it out. */
export interface TimeRange {
  readonly from: number | undefined
  readonly to: number | undefined
}
