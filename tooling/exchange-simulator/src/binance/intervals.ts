import type { CandleLength } from '../market/candles.ts'
import { bucketStart, emptyCandle, nextBucket } from '../market/candles.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const INTERVALS: Readonly<Record<string, CandleLength>> = {
  '1s': 1000,
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': HOUR,
  '2h': 2 * HOUR,
  '4h': 4 * HOUR,
  '6h': 6 * HOUR,
  '8h': 8 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 'week',
  '1M': 'month',
}

export const intervalLength = (interval: string): CandleLength | undefined =>
  Object.hasOwn(INTERVALS, interval) ? INTERVALS[interval] : undefined

/** Binance has a candle for every interval: one without trades stands still at the close before it. */
export function candleAt(market: Market, length: CandleLength, openTime: number): Candle {
  const series = market.candles(length)
  const traded = series.at(openTime)
  if (traded) return traded

  const earlier = market.trades.all.findLast(({ time }) => time < openTime)
  return emptyCandle(openTime, (earlier ?? market.lastTrade).ticks, 0)
}

export interface KlineRange {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
}

/** Oldest first: the first `limit` from `from` on, or without it the last ones up to `to`. */
export function klines(
  market: Market,
  length: CandleLength,
  { from, limit, to }: KlineRange,
  now: number,
): readonly Candle[] {
  const end = Math.min(to ?? now, now)
  const starts = from === undefined ? startsBefore(length, end, limit) : startsFrom(length, { from, end, limit })
  return starts.map((start) => candleAt(market, length, start))
}

function startsBefore(length: CandleLength, end: number, limit: number): readonly number[] {
  const starts: number[] = []
  for (
    let start = bucketStart(length, end);
    starts.length < limit && start > 0;
    start = bucketStart(length, start - 1)
  ) {
    starts.push(start)
  }
  return starts.reverse()
}

function startsFrom(
  length: CandleLength,
  { end, from, limit }: { from: number; end: number; limit: number },
): readonly number[] {
  const starts: number[] = []
  const running = bucketStart(length, from)
  const first = running < from ? nextBucket(length, running) : running
  for (let start = first; start <= end && starts.length < limit; start = nextBucket(length, start)) starts.push(start)
  return starts
}
