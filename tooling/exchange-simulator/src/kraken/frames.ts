import type { BookSide } from '../market/book-side.ts'
import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'
import type { MarketTrade } from '../market/trade.ts'
import { isoTime } from '../time-text.ts'
import type { BookDifference, SideDifference } from './book-view.ts'
import { averagePrice, percent, price, quantity } from './wire-numbers.ts'

/** Data frames in the key order of the recordings of 2026. */

type Type = 'snapshot' | 'update'

export const HEARTBEAT = '{"channel":"heartbeat"}'

export function status(system: 'online' | 'maintenance', connectionId: bigint): string {
  return `{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"${system}","api_version":"v2","connection_id":${connectionId},"upcoming_maintenance":[],"emergency":[]}]}`
}

/** `change` and `change_pct` are against the price 24 hours ago, which is not sent. */
export function ticker(type: Type, market: Market, now: number): string {
  const { book, instrument, lastTrade } = market
  const day = market.day(now)
  const change = lastTrade.ticks - day.open
  const quotes = `"bid":${price(book.bids.ticks(0), instrument)},"bid_qty":${quantity(book.bids.lots(0), instrument)},"ask":${price(book.asks.ticks(0), instrument)},"ask_qty":${quantity(book.asks.lots(0), instrument)}`
  const window = `"last":${price(lastTrade.ticks, instrument)},"volume":${quantity(day.volume, instrument)},"vwap":${averagePrice(day.quote, day.volume, instrument)},"low":${price(day.low, instrument)},"high":${price(day.high, instrument)}`
  return `{"channel":"ticker","type":"${type}","data":[{"symbol":"${instrument.symbol}",${quotes},${window},"change":${price(change, instrument)},"change_pct":${percent(change, day.open)},"trades":${day.trades},"timestamp":"${isoTime(now)}"}]}`
}

/** All trades of one step in one frame, as a sweep comes. */
export function trades(type: Type, { instrument }: Market, list: readonly MarketTrade[]): string {
  const rows = list.map(({ id, lots, side, ticks, time }) => {
    const order = id % 3 === 0 ? 'market' : 'limit'
    return `{"symbol":"${instrument.symbol}","side":"${side}","price":${price(ticks, instrument)},"qty":${quantity(lots, instrument)},"ord_type":"${order}","trade_id":${id},"timestamp":"${isoTime(time)}"}`
  })
  return `{"channel":"trade","type":"${type}","data":[${rows.join(',')}]}`
}

export function bookSnapshot(
  { book, instrument }: Market,
  depth: number,
  { checksum, now }: { checksum: number; now: number },
): string {
  return bookFrame(
    'snapshot',
    instrument,
    { bids: top(book.bids, depth), asks: top(book.asks, depth) },
    { checksum, now },
  )
}

export function bookUpdate(
  { instrument }: Market,
  difference: BookDifference,
  { checksum, now }: { checksum: number; now: number },
): string {
  return bookFrame('update', instrument, difference, { checksum, now })
}

function bookFrame(
  type: Type,
  instrument: Instrument,
  { asks, bids }: BookDifference,
  { checksum, now }: { checksum: number; now: number },
): string {
  return `{"channel":"book","type":"${type}","data":[{"symbol":"${instrument.symbol}","bids":${levels(bids, instrument)},"asks":${levels(asks, instrument)},"checksum":${checksum},"timestamp":"${isoTime(now)}"}]}`
}

const levels = (list: readonly SideDifference[], instrument: Instrument): string =>
  `[${list.map(({ lots, ticks }) => `{"price":${price(ticks, instrument)},"qty":${quantity(lots, instrument)}}`).join(',')}]`

const top = (side: BookSide, depth: number): readonly SideDifference[] =>
  Array.from({ length: Math.min(depth, side.size) }, (_, index) => ({
    ticks: side.ticks(index),
    lots: side.lots(index),
  }))

/** `timestamp` of a candle is deprecated and says when its interval ENDS. */
export function ohlc(
  type: Type,
  { instrument }: Market,
  candles: readonly Candle[],
  { minutes, now }: { minutes: number; now: number },
): string {
  const rows = candles.map((candle) => {
    const prices = `"open":${price(candle.open, instrument)},"high":${price(candle.high, instrument)},"low":${price(candle.low, instrument)},"close":${price(candle.close, instrument)}`
    return `{"symbol":"${instrument.symbol}",${prices},"trades":${candle.trades},"volume":${quantity(candle.volume, instrument)},"vwap":${averagePrice(candle.quote, candle.volume, instrument)},"interval_begin":"${isoTime(candle.openTime, 9)}","interval":${minutes},"timestamp":"${isoTime(candle.openTime + minutes * 60_000)}"}`
  })
  return `{"channel":"ohlc","type":"${type}","timestamp":"${isoTime(now, 9)}","data":[${rows.join(',')}]}`
}
