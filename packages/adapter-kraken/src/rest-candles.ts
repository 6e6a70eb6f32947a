import { isArray, isId, RestError, type RestGet, type VenueMarket } from '@md/adapter-core'
import { type Candle, type Interval, InvalidInputError } from '@md/types'
import { KRAKEN_INTERVALS, minutesOf } from './intervals.ts'
import { candleOf } from './normalise.ts'
import { ask, excerpt, rowsOf } from './rest-answer.ts'
import { restPair } from './symbols.ts'

const PATH = '/0/public/OHLC'

export interface CandleRange {
  readonly interval: Interval
  /** Ms; the first candle opens here or later. */
  readonly from: number
  /** Ms; the last one opens before. */
  readonly to: number
}

/**
 * Candles with `from <= openTime < to`, oldest first. Kraken has the last 720 of each interval, the running one included;
 * what is older cannot be had from it, so the list may begin later than asked for.
 * @throws InvalidInputError for an interval or a range that cannot be
 * @throws RestError naming the row that is not a candle
 */
export async function candles(
  get: RestGet,
  { symbol, venueSymbol }: VenueMarket,
  { interval, from, to }: CandleRange,
  now: () => number,
): Promise<readonly Candle[]> {
  const minutes = checkedMinutes(interval, from, to)
  if (from >= to) return []

  // `since` is exclusive by the documentation; a second earlier is right either way.
  const since = Math.max(0, Math.floor(from / 1_000) - 1)
  const result = await ask(get, PATH, { pair: restPair(venueSymbol), interval: minutes, since })
  const last = result['last']
  if (!isId(last)) throw new RestError(PATH, `last is not a time: ${excerpt(last)}`)
  const found = toCandles(rowsOf(PATH, result), { symbol, interval, last, receivedAt: now() })
  return found.filter(({ openTime }) => openTime >= from && openTime < to)
}

function checkedMinutes(interval: Interval, from: number, to: number): number {
  const minutes = minutesOf(interval)
  if (minutes === undefined) throw new InvalidInputError('interval', interval, `one of ${KRAKEN_INTERVALS.join(', ')}`)
  if (Number.isNaN(from) || Number.isNaN(to)) throw new InvalidInputError('range', `${from} to ${to}`, 'times in ms')
  return minutes
}

function toCandles(rows: readonly unknown[], page: Page): readonly Candle[] {
  let earliest = 0
  return rows.map((row) => {
    const candle = toCandle(row, page)
    if (candle.openTime < earliest) throw new RestError(PATH, `candle ${candle.openTime} came after a later one`)
    earliest = candle.openTime + 1
    return candle
  })
}

interface Page extends Pick<Candle, 'symbol' | 'interval' | 'receivedAt'> {
  /** When the last candle that will not change any more opened, in s. */
  readonly last: number
}

/** A row is `[time (s), open, high, low, close, vwap, volume, count]`. */
function toCandle(row: unknown, { symbol, interval, last, receivedAt }: Page): Candle {
  const [time, open, high, low, close, , volume] = isArray(row) ? row : []
  const frame = { symbol, interval, openTime: Number(time) * 1_000, timestamp: undefined, receivedAt }
  const candle = isId(time) ? candleOf({ open, high, low, close, volume }, { ...frame, closed: time <= last }) : 'shape'
  if (typeof candle === 'string') throw new RestError(PATH, `this is not a candle (${candle}): ${excerpt(row)}`)
  return candle
}
