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
export function candlePath(
  candle: Candle,
  { tickers = true, unfinished = true }: CandlePathOptions = {},
): readonly PlayedEvent[] {
  const { close, closeTime, high, low, open, openTime, volume } = candle
  const length = closeTime + 1 - openTime
  const [second, third] = close >= open ? [low, high] : [high, low]
  const events: PlayedEvent[] = []
  let highest = open
  let lowest = open
  const reach = (price: number, part: number): void => {
    const at = openTime + Math.floor((length * part) / 3)
    highest = Math.max(highest, price)
    lowest = Math.min(lowest, price)
    if (tickers) events.push(tickerAt(candle, price, at))
    if (unfinished) events.push(candleAt(candle, at, highest, lowest, price, (volume * part) / 3, false))
  }
  reach(open, 0)
  reach(second, 1)
  reach(third, 2)
  if (tickers) events.push(tickerAt(candle, close, closeTime))
  events.push(candleAt(candle, closeTime, high, low, close, volume, true))
  return events
}

// Every member is named: objects that are spread from others cost several times as much, here and wherever they are read.

function tickerAt({ exchange, symbol }: Candle, price: number, at: number): PlayedEvent {
  const data: Ticker = {
    exchange,
    symbol,
    timestamp: at,
    receivedAt: at,
    last: price,
    bid: price,
    ask: price,
    quote: 'last',
  }
  return { type: 'ticker', data }
}

function candleAt(
  { closeTime, exchange, interval, open, openTime, symbol }: Candle,
  at: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  closed: boolean,
): PlayedEvent {
  const data: Candle = {
    exchange,
    symbol,
    timestamp: at,
    receivedAt: at,
    interval,
    openTime,
    closeTime,
    open,
    high,
    low,
    close,
    volume,
    closed,
  }
  return { type: 'candle', data }
}
