import { isArray, isId, RestError, type RestGet, toAmount, toPrice, type VenueMarket } from '@md/adapter-core'
import { type Candle, type Interval, InvalidInputError, intervalMs } from '@md/types'

const PATH = '/api/v3/klines'
const PAGE = 1_000
const WEIGHT = 2

/** Candles one call may ask for: 100 requests, a thirtieth of a minute's weight. */
const MOST = 100_000

const SHORTEST_MONTH = 28 * 24 * 3_600_000
const LONGEST_MONTH = 31 * 24 * 3_600_000

/** A candle of which it is not known yet whether it is closed. */
type OpenCandle = Omit<Candle, 'closed'>

/**
 * Candles with `from <= openTime < to`, oldest first, a thousand a request.
 *
 * The answer does not say which candles are closed. One that has a successor is; so one interval more is asked for
 * than is wanted, and the last candle of all counts as open. `receivedAt` is 0: a protocol reads no clock.
 *
 * @throws InvalidInputError when the range holds more than 100,000 candles
 */
export async function candles(
  get: RestGet,
  { symbol, venueSymbol }: VenueMarket,
  interval: Interval,
  from: number,
  to: number,
): Promise<readonly Candle[]> {
  const length = intervalMs(interval)
  checkRange(from, to, length ?? SHORTEST_MONTH)

  // A clock has fractions of a millisecond; the venue takes digits only.
  const endTime = Math.ceil(to) - 1 + (length ?? LONGEST_MONTH)
  const query = { symbol: venueSymbol, interval, endTime, limit: PAGE }
  const found: OpenCandle[] = []
  let startTime = Math.max(0, Math.ceil(from))
  for (let request = 0; request <= MOST / PAGE && startTime < to; request++) {
    const rows = await get(PATH, { ...query, startTime }, WEIGHT)
    const page = toPage(rows, startTime, { symbol, interval })
    found.push(...page)
    if (page.length < PAGE) break
    startTime = Number(page.at(-1)?.openTime) + 1
  }
  return found
    .map((candle, i): Candle => ({ ...candle, closed: i + 1 < found.length }))
    .filter(({ openTime }) => openTime < to)
}

function toPage(rows: unknown, from: number, of: Pick<Candle, 'symbol' | 'interval'>): readonly OpenCandle[] {
  if (!isArray(rows)) throw new RestError(PATH, 'the answer is not a list')
  let earliest = from
  return rows.map((row) => {
    const candle = toOpenCandle(row, of)
    if (candle.openTime < earliest) throw new RestError(PATH, `candle ${candle.openTime} is before ${earliest}`)
    earliest = candle.openTime + 1
    return candle
  })
}

function checkRange(from: number, to: number, length: number): void {
  if ((to - from) / length <= MOST) return
  throw new InvalidInputError('the range', `${from} to ${to}`, `at most ${MOST} candles at once`)
}

/** A row is `[openTime, open, high, low, close, volume, closeTime, ...]`. */
function toOpenCandle(row: unknown, { symbol, interval }: Pick<Candle, 'symbol' | 'interval'>): OpenCandle {
  const [openTime, wireOpen, wireHigh, wireLow, wireClose, wireVolume, closeTime] = isArray(row) ? row : []
  const open = toPrice(wireOpen)
  const high = toPrice(wireHigh)
  const low = toPrice(wireLow)
  const close = toPrice(wireClose)
  const volume = toAmount(wireVolume)
  if (!isId(openTime) || !isId(closeTime) || Number.isNaN(open + high + low + close + volume)) {
    throw new RestError(PATH, `this is not a candle: ${JSON.stringify(row).slice(0, 200)}`)
  }
  const stamp = { timestamp: undefined, receivedAt: 0 }
  return { exchange: 'binance', symbol, interval, openTime, closeTime, open, high, low, close, volume, ...stamp }
}
