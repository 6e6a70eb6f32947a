import { type CandleLength, nextBucket } from '../market/candles.ts'
import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'
import type { MarketTrade } from '../market/trade.ts'
import { aggregateId, partialDepth, tradeOfAggregate } from './frames.ts'
import { averagePrice, percent, price, quantity, quoteAmount } from './wire-numbers.ts'

/** REST bodies in the key order of rest-api.md. */

const DAY_MS = 86_400_000

export const depth = partialDepth

export function trade(instrument: Instrument, { id, lots, side, ticks, time }: MarketTrade): string {
  const quote = quoteAmount(BigInt(ticks) * BigInt(lots), instrument)
  return `{"id":${id},"price":"${price(ticks, instrument)}","qty":"${quantity(lots, instrument)}","quoteQty":"${quote}","time":${Math.floor(time)},"isBuyerMaker":${side === 'sell'},"isBestMatch":true}`
}

export function aggregateTrade(instrument: Instrument, { id, lots, side, ticks, time }: MarketTrade): string {
  return `{"a":${aggregateId(id)},"p":"${price(ticks, instrument)}","q":"${quantity(lots, instrument)}","f":${id},"l":${id},"T":${Math.floor(time)},"m":${side === 'sell'},"M":true}`
}

interface AggregateRange {
  readonly fromId: number | undefined
  readonly from: number | undefined
  readonly to: number | undefined
  readonly limit: number
}

/** By id, by time, or the latest. */
export function aggregated({ trades }: Market, { fromId, from, to, limit }: AggregateRange): readonly MarketTrade[] {
  if (fromId !== undefined) return trades.from(tradeOfAggregate(fromId), limit)
  if (from === undefined && to === undefined) return trades.latest(limit)
  const inside = trades.all.filter(({ time }) => time >= (from ?? 0) && time <= (to ?? Number.POSITIVE_INFINITY))
  return from === undefined ? inside.slice(-limit) : inside.slice(0, limit)
}

export function kline(instrument: Instrument, candle: Candle, length: CandleLength): string {
  const prices = [candle.open, candle.high, candle.low, candle.close]
    .map((ticks) => `"${price(ticks, instrument)}"`)
    .join(',')
  const closeTime = nextBucket(length, candle.openTime) - 1
  return `[${candle.openTime},${prices},"${quantity(candle.volume, instrument)}",${closeTime},"${quoteAmount(candle.quote, instrument)}",${candle.trades},"${quantity(candle.takerVolume, instrument)}","${quoteAmount(candle.takerQuote, instrument)}","0"]`
}

export function dayTicker(market: Market, now: number): string {
  const { book, instrument, lastTrade } = market
  const day = market.day(now)
  const change = lastTrade.ticks - day.open
  const quotes = `"bidPrice":"${price(book.bids.ticks(0), instrument)}","bidQty":"${quantity(book.bids.lots(0), instrument)}","askPrice":"${price(book.asks.ticks(0), instrument)}","askQty":"${quantity(book.asks.lots(0), instrument)}"`
  const window = `"openPrice":"${price(day.open, instrument)}","highPrice":"${price(day.high, instrument)}","lowPrice":"${price(day.low, instrument)}","volume":"${quantity(day.volume, instrument)}","quoteVolume":"${quoteAmount(day.quote, instrument)}","openTime":${now - DAY_MS},"closeTime":${now},"firstId":${day.firstId},"lastId":${day.lastId},"count":${day.trades}`
  return `{"symbol":"${instrument.wire}","priceChange":"${price(change, instrument)}","priceChangePercent":"${percent(change, day.open)}","weightedAvgPrice":"${averagePrice(day.quote, day.volume, instrument)}","prevClosePrice":"${price(day.open, instrument)}","lastPrice":"${price(lastTrade.ticks, instrument)}","lastQty":"${quantity(lastTrade.lots, instrument)}",${quotes},${window}}`
}

export function priceTicker({ instrument, lastTrade }: Market): string {
  return `{"symbol":"${instrument.wire}","price":"${price(lastTrade.ticks, instrument)}"}`
}

export function bookTicker({ book, instrument }: Market): string {
  return `{"symbol":"${instrument.wire}","bidPrice":"${price(book.bids.ticks(0), instrument)}","bidQty":"${quantity(book.bids.lots(0), instrument)}","askPrice":"${price(book.asks.ticks(0), instrument)}","askQty":"${quantity(book.asks.lots(0), instrument)}"}`
}
