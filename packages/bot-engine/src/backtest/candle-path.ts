import type { Candle, Ticker } from '@md/types'
import type { PlayedEvent } from './played-event.ts'

/** How the inside of a candle is made up, in words for reports. */
export const CANDLE_PATH =
  'inside a candle the price is assumed to go open, low, high, close where it did not fall, and open, high, low, close where it did; nothing between those four prices is known'

export interface CandlePathOptions {
  /** A ticker at each of the four prices, with the price for its quote. Default true. */
  readonly tickers?: boolean
  /** An unfinished candle at each of the first three. Default true. */
  readonly unfinished?: boolean
}

/**
 * A closed candle as what would have been heard while it grew: open at once, the two extremes at a third and two
 * thirds of it, close at its end. The closed candle comes last.
 */
export function* candlePath(
  candle: Candle,
  { tickers = true, unfinished = true }: CandlePathOptions = {},
): Generator<PlayedEvent> {
  const { open, high, low, close, openTime, closeTime } = candle
  const length = closeTime + 1 - openTime
  const [second, third] = close >= open ? [low, high] : [high, low]
  const points = [open, second, third, close]
  const grown = { high: open, low: open }
  for (const [i, price] of points.entries()) {
    const at = i < 3 ? openTime + Math.floor((length * i) / 3) : closeTime
    grown.high = Math.max(grown.high, price)
    grown.low = Math.min(grown.low, price)
    if (tickers) yield { type: 'ticker', data: tickerAt(candle, price, at) }
    if (i === 3) break
    if (unfinished)
      yield {
        type: 'candle',
        data: { ...candle, ...stamp(at), ...grown, close: price, volume: (candle.volume * i) / 3, closed: false },
      }
  }
  yield { type: 'candle', data: { ...candle, ...stamp(closeTime), high, low, closed: true } }
}

const stamp = (at: number) => ({ timestamp: at, receivedAt: at })

const tickerAt = ({ exchange, symbol }: Candle, price: number, at: number): Ticker => ({
  exchange,
  symbol,
  ...stamp(at),
  last: price,
  bid: price,
  ask: price,
  quote: 'last',
})
