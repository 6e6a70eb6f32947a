/** Candle lengths, shortest first. Which of them a venue has is in its adapter's documentation. */
export const INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '15d',
  '1M',
] as const

export type Interval = (typeof INTERVALS)[number]

export const isInterval = (value: unknown): value is Interval => (INTERVALS as readonly unknown[]).includes(value)

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** Length in ms. A month has no fixed length: `undefined`. */
export function intervalMs(interval: Interval): number | undefined {
  const unit = UNIT_MS[interval.slice(-1)]
  return unit === undefined ? undefined : unit * Number.parseInt(interval, 10)
}
