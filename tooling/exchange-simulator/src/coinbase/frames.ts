import type { LevelChange } from '../market/book.ts'
import type { Market } from '../market/market.ts'
import { uuid } from '../market/random.ts'
import type { MarketTrade } from '../market/trade.ts'
import { isoTime } from '../time-text.ts'
import { levels, price, shortPrice, shortSize, size } from './wire-numbers.ts'

/** Frames in the key order of the recordings of 2025 and 2026. */

export const error = (message: string, reason: string): string =>
  `{"type":"error","message":${JSON.stringify(message)},"reason":${JSON.stringify(reason)}}`

/** `side` is the MAKER's: a taker who buys takes a resting sell order. */
const makerSide = ({ side }: MarketTrade): 'buy' | 'sell' => (side === 'buy' ? 'sell' : 'buy')

/** Trades of one sweep share the taker's order. */
export function match(
  type: 'match' | 'last_match',
  { instrument }: Market,
  trade: MarketTrade,
  sequence: number,
): string {
  const maker = uuid('maker', instrument.symbol, trade.id)
  const taker = uuid('taker', instrument.symbol, trade.time)
  return `{"type":"${type}","trade_id":${trade.id},"maker_order_id":"${maker}","taker_order_id":"${taker}","side":"${makerSide(trade)}","size":"${shortSize(trade.lots, instrument)}","price":"${shortPrice(trade.ticks, instrument)}","product_id":"${instrument.wire}","sequence":${sequence},"time":"${isoTime(trade.time)}"}`
}

/** Here `side` is the TAKER's: in 107 of 107 recorded tickers it is the opposite of the match of the same trade. */
export function ticker(market: Market, trade: MarketTrade, sequence: number): string {
  const { book, instrument } = market
  const day = market.day(trade.time)
  const window = `"open_24h":"${shortPrice(day.open, instrument)}","volume_24h":"${size(day.volume, instrument)}","low_24h":"${shortPrice(day.low, instrument)}","high_24h":"${shortPrice(day.high, instrument)}","volume_30d":"${size(day.volume * 30n, instrument)}"`
  const best = `"best_bid":"${price(book.bids.ticks(0), instrument)}","best_bid_size":"${size(book.bids.lots(0), instrument)}","best_ask":"${price(book.asks.ticks(0), instrument)}","best_ask_size":"${size(book.asks.lots(0), instrument)}"`
  return `{"type":"ticker","sequence":${sequence},"product_id":"${instrument.wire}","price":"${shortPrice(trade.ticks, instrument)}",${window},${best},"side":"${trade.side}","time":"${isoTime(trade.time)}","trade_id":${trade.id},"last_size":"${shortSize(trade.lots, instrument)}"}`
}

export function heartbeat({ instrument, lastTrade, sequence }: Market, now: number): string {
  return `{"type":"heartbeat","last_trade_id":${lastTrade.id},"product_id":"${instrument.wire}","sequence":${sequence},"time":"${isoTime(now)}"}`
}

export function snapshot({ book, instrument }: Market, now: number): string {
  return `{"type":"snapshot","product_id":"${instrument.wire}","asks":${levels(book.asks, instrument)},"bids":${levels(book.bids, instrument)},"time":"${isoTime(now)}"}`
}

/** Sizes are absolute; a level that is gone says `0.00000000`. */
export function l2update({ instrument }: Market, changes: Iterable<LevelChange>, now: number): string {
  const rows = [...changes].map(
    ({ lots, side, ticks }) => `["${side}","${price(ticks, instrument)}","${size(lots, instrument)}"]`,
  )
  return `{"type":"l2update","product_id":"${instrument.wire}","changes":[${rows.join(',')}],"time":"${isoTime(now)}"}`
}
