import type { Interval } from '@md/types'

/** The candle lengths of Kraken, in its minutes. */
const MINUTES: ReadonlyMap<Interval, number> = new Map([
  ['1m', 1],
  ['5m', 5],
  ['15m', 15],
  ['30m', 30],
  ['1h', 60],
  ['4h', 240],
  ['1d', 1_440],
  ['1w', 10_080],
  ['15d', 21_600],
])

const BY_MINUTES: ReadonlyMap<unknown, Interval> = new Map(
  [...MINUTES].map(([interval, minutes]) => [minutes, interval]),
)

export const KRAKEN_INTERVALS: readonly Interval[] = [...MINUTES.keys()]

/** `undefined` for a length that Kraken does not have. */
export const minutesOf = (interval: Interval): number | undefined => MINUTES.get(interval)

export const intervalOf = (minutes: unknown): Interval | undefined => BY_MINUTES.get(minutes)
