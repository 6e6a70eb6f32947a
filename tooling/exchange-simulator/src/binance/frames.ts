import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'
import type { MarketTrade } from '../market/trade.ts'
import { averagePrice, levels, percent, price, quantity, quoteAmount } from './wire-numbers.ts'

/** Payloads in Binance's own letters and key order, as recorded; web-socket-streams.md names each. */

const DAY_MS = 86_400_000
/** Aggregate trades count on their own. */
const AGGREGATE_OFFSET = 7_654_321

export const aggregateId = (trade: number): number => trade - AGGREGATE_OFFSET
export const tradeOfAggregate = (id: number): number => id + AGGREGATE_OFFSET

/** `m`: the buyer was the maker, so the taker sold. */
export function trade({ instrument }: Market, { id, lots, side, ticks, time }: MarketTrade, now: number): string {
  const seller = side === 'sell'
  return `{"e":"trade","E":${now},"s":"${instrument.wire}","t":${id},"p":"${price(ticks, instrument)}","q":"${quantity(lots, instrument)}","T":${Math.floor(time)},"m":${seller},"M":true}`
}

export function aggregateTrade(
  { instrument }: Market,
  { id, lots, side, ticks, time }: MarketTrade,
  now: number,
): string {
  const seller = side === 'sell'
  return `{"e":"aggTrade","E":${now},"s":"${instrument.wire}","a":${aggregateId(id)},"p":"${price(ticks, instrument)}","q":"${quantity(lots, instrument)}","f":${id},"l":${id},"T":${Math.floor(time)},"m":${seller},"M":true}`
}

export function miniTicker(market: Market, now: number): string {
  const { instrument } = market
  const day = market.day(now)
  return `{"e":"24hrMiniTicker","E":${now},"s":"${instrument.wire}","c":"${price(market.lastTrade.ticks, instrument)}","o":"${price(day.open, instrument)}","h":"${price(day.high, instrument)}","l":"${price(day.low, instrument)}","v":"${quantity(day.volume, instrument)}","q":"${quoteAmount(day.quote, instrument)}"}`
}

export function ticker(market: Market, now: number): string {
  const { book, instrument, lastTrade } = market
  const day = market.day(now)
  const change = lastTrade.ticks - day.open
  const quotes = `"b":"${price(book.bids.ticks(0), instrument)}","B":"${quantity(book.bids.lots(0), instrument)}","a":"${price(book.asks.ticks(0), instrument)}","A":"${quantity(book.asks.lots(0), instrument)}"`
  const window = `"o":"${price(day.open, instrument)}","h":"${price(day.high, instrument)}","l":"${price(day.low, instrument)}","v":"${quantity(day.volume, instrument)}","q":"${quoteAmount(day.quote, instrument)}","O":${now - DAY_MS},"C":${now},"F":${day.firstId},"L":${day.lastId},"n":${day.trades}`
  return `{"e":"24hrTicker","E":${now},"s":"${instrument.wire}","p":"${price(change, instrument)}","P":"${percent(change, day.open)}","w":"${averagePrice(day.quote, day.volume, instrument)}","x":"${price(day.open, instrument)}","c":"${price(lastTrade.ticks, instrument)}","Q":"${quantity(lastTrade.lots, instrument)}",${quotes},${window}}`
}

/** No `e` and no time: the only stream that tells neither. */
export function bookTicker({ book, instrument, updateId }: Market): string {
  return `{"u":${updateId},"s":"${instrument.wire}","b":"${price(book.bids.ticks(0), instrument)}","B":"${quantity(book.bids.lots(0), instrument)}","a":"${price(book.asks.ticks(0), instrument)}","A":"${quantity(book.asks.lots(0), instrument)}"}`
}

/** The whole top of the book, without symbol and without time. */
export function partialDepth({ book, instrument, updateId }: Market, count: number): string {
  return `{"lastUpdateId":${updateId},"bids":${levels(book.bids, count, instrument)},"asks":${levels(book.asks, count, instrument)}}`
}

export interface DepthRange {
  readonly firstId: number
  readonly lastId: number
  readonly bids: ReadonlyMap<number, number>
  readonly asks: ReadonlyMap<number, number>
}

export function depthUpdate({ instrument }: Market, range: DepthRange, now: number): string {
  const rows = (side: ReadonlyMap<number, number>, worse: 1 | -1): string =>
    [...side]
      .sort(([one], [other]) => (one - other) * worse)
      .map(([ticks, lots]) => `["${price(ticks, instrument)}","${quantity(lots, instrument)}"]`)
      .join(',')
  return `{"e":"depthUpdate","E":${now},"s":"${instrument.wire}","U":${range.firstId},"u":${range.lastId},"b":[${rows(range.bids, -1)}],"a":[${rows(range.asks, 1)}]}`
}

export interface KlineState {
  readonly interval: string
  readonly closeTime: number
  readonly closed: boolean
}

/** A candle without trades names no trade: -1. */
export function kline(
  instrument: Instrument,
  candle: Candle,
  { closeTime, closed, interval }: KlineState,
  now: number,
): string {
  const first = candle.trades > 0 ? candle.firstId : -1
  const last = candle.trades > 0 ? candle.lastId : -1
  const prices = `"o":"${price(candle.open, instrument)}","c":"${price(candle.close, instrument)}","h":"${price(candle.high, instrument)}","l":"${price(candle.low, instrument)}"`
  const volumes = `"v":"${quantity(candle.volume, instrument)}","n":${candle.trades},"x":${closed},"q":"${quoteAmount(candle.quote, instrument)}","V":"${quantity(candle.takerVolume, instrument)}","Q":"${quoteAmount(candle.takerQuote, instrument)}"`
  return `{"e":"kline","E":${now},"s":"${instrument.wire}","k":{"t":${candle.openTime},"T":${closeTime},"s":"${instrument.wire}","i":"${interval}","f":${first},"L":${last},${prices},${volumes},"B":"0"}}`
}
