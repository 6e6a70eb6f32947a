import type { Interval } from './interval.ts'
import type { Stamped } from './market.ts'

export interface Candle extends Stamped {
  readonly interval: Interval
  /** First millisecond of the candle. */
  readonly openTime: number
  /** Last millisecond of the candle (inclusive): `openTime` of the next one, less 1. */
  readonly closeTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base currency. */
  readonly volume: number
  /** True once and last: the candle will not change again. */
  readonly closed: boolean
  /** Set where we build candles from trades and did not see all of this one's: its first moments, or a gap inside. */
  readonly partial?: true
}
