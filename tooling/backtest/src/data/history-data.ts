import { type CandleHistory, candlePath, type PlayedEvent } from '@md/bot-engine/backtest'
import { referenceOf, toExchange } from '@md/exchanges'
import { type Candle, InvalidInputError, intervalMs } from '@md/types'
import type { DataSpec } from '../setup.ts'
import type { OpenedData, TimeRange } from './opened.ts'

/** Candles before the beginning, for indicators. */
const WARM_UP = 500

/** Candles that the exchange is asked for, once. @throws InvalidInputError without an interval and a period */
export async function openHistory(
  spec: DataSpec,
  { from, to }: TimeRange,
  history: () => CandleHistory,
): Promise<OpenedData> {
  const { exchange, interval, symbol } = spec
  const length = interval === undefined ? undefined : intervalMs(interval)
  if (interval === undefined || length === undefined || from === undefined || to === undefined)
    throw new InvalidInputError('--data', 'history', 'with --interval (of a fixed length), --from and --to')
  const known = toExchange('--exchange', exchange)
  const reference = referenceOf({ exchanges: [known], endpoints: { binance: {}, coinbase: {}, kraken: {} } }, {})
  const candles = (await reference.candles({ exchange, symbol }, interval, from - WARM_UP * length, to)).filter(
    ({ closed }) => closed,
  )
  const [first] = candles
  if (first === undefined)
    throw new InvalidInputError('--data', 'history', `${exchange} has no ${interval} candles of ${symbol} then`)
  const expected = Math.floor((to - Math.max(from, first.openTime)) / length)
  const got = candles.filter(({ openTime }) => openTime >= from).length
  return {
    description: `${got} candles of ${interval} from ${exchange}`,
    interval,
    events: (range) => played(candles, range, history()),
    flaws: () => (got < expected ? [`${exchange} has ${got} of ${expected} candles`] : []),
  }
}

async function* played(
  candles: readonly Candle[],
  { from, to }: TimeRange,
  history: CandleHistory,
): AsyncGenerator<readonly PlayedEvent[]> {
  for (const candle of candles) {
    if (candle.openTime >= (to ?? Number.POSITIVE_INFINITY)) return
    if (candle.openTime < (from ?? Number.NEGATIVE_INFINITY)) history.add(candle)
    else yield candlePath(candle)
  }
}
