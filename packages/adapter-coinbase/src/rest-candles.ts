import { isArray, RestError, type RestGet, type VenueMarket } from '@md/adapter-core'
import { type Candle, type Interval, InvalidInputError, intervalMs } from '@md/types'
import { COINBASE_INTERVALS } from './intervals.ts'
import { type CandleFrame, toCandle } from './normalise.ts'

/** Candles one request may span; both ends are included, and a longer span is answered with HTTP 400. */
const PAGE = 300

/** The venue opened in January 2015: nothing is asked for before. 2015-01-01, ms. */
const BEGINNING = 1_420_070_400_000

/**
 * Candles with `from <= openTime < to` (ms), oldest first; those without a trade do not exist.
 * What lies before the venue's beginning or after `now` is not asked for.
 * @throws InvalidInputError for an interval or a range that cannot be
 * @throws RestError naming the row that is not a candle
 */
export async function candles(
  get: RestGet,
  market: VenueMarket,
  range: { readonly interval: Interval; readonly from: number; readonly to: number },
  now: () => number,
): Promise<readonly Candle[]> {
  const { interval, from, to } = range
  const lengthMs = COINBASE_INTERVALS.includes(interval) ? intervalMs(interval) : undefined
  if (lengthMs === undefined)
    throw new InvalidInputError('interval', interval, `one of ${COINBASE_INTERVALS.join(', ')}`)
  if (Number.isNaN(from) || Number.isNaN(to)) throw new InvalidInputError('range', `${from} to ${to}`, 'times in ms')

  const found: Candle[] = []
  const first = upTo(Math.max(from, BEGINNING), lengthMs)
  const last = upTo(Math.min(to, now() + 1), lengthMs) - lengthMs
  for (let start = first; start <= last; start += PAGE * lengthMs) {
    const end = Math.min(start + (PAGE - 1) * lengthMs, last)
    found.push(...(await page(get, market, { start, end, interval, lengthMs }, now)))
  }
  return found
}

/** The first start of a candle not before `time`. */
const upTo = (time: number, lengthMs: number): number => Math.ceil(time / lengthMs) * lengthMs

interface Span extends Pick<CandleFrame, 'interval' | 'lengthMs'> {
  readonly start: number
  readonly end: number
}

async function page(get: RestGet, market: VenueMarket, span: Span, now: () => number): Promise<Candle[]> {
  const { symbol, venueSymbol } = market
  const { start, end, interval, lengthMs } = span
  const path = `/products/${encodeURIComponent(venueSymbol)}/candles`
  const body = await get(path, { granularity: lengthMs / 1_000, start: isoTime(start), end: isoTime(end) })
  if (!isArray(body)) throw new RestError(path, 'the answer is not a list of candles')

  const frame: CandleFrame = { symbol, interval, lengthMs, receivedAt: now() }
  const rows: Candle[] = []
  for (const row of body) {
    const candle = toCandle(row, frame)
    if (typeof candle === 'string') {
      throw new RestError(path, `${JSON.stringify(row)?.slice(0, 200)} is not a candle of ${interval} (${candle})`)
    }
    // The venue may send candles from before `start`.
    if (candle.openTime >= start && candle.openTime <= end) rows.push(candle)
  }
  return rows.sort((a, b) => a.openTime - b.openTime)
}

// biome-ignore lint/style/noRestrictedGlobals: writes a time down; no clock is read.
const isoTime = (ms: number): string => new Date(ms).toISOString()
