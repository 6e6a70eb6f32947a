import type { BookSide } from '../market/book-side.ts'
import { shortDigits } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'
import type { MarketTrade } from '../market/trade.ts'
import { isoTime } from '../time-text.ts'
import { price, shortPrice, size } from './wire-numbers.ts'

/** `side` is the maker's, as on the feed. */
export function trade(instrument: Instrument, { id, lots, side, ticks, time }: MarketTrade): string {
  const maker = side === 'buy' ? 'sell' : 'buy'
  return `{"trade_id":${id},"side":"${maker}","size":"${size(lots, instrument)}","price":"${price(ticks, instrument)}","time":"${isoTime(time)}"}`
}

export function ticker(market: Market, now: number): string {
  const { book, instrument, lastTrade } = market
  const day = market.day(now)
  return `{"ask":"${shortPrice(book.asks.ticks(0), instrument)}","bid":"${shortPrice(book.bids.ticks(0), instrument)}","volume":"${size(day.volume, instrument)}","trade_id":${lastTrade.id},"price":"${shortPrice(lastTrade.ticks, instrument)}","size":"${size(lastTrade.lots, instrument)}","time":"${isoTime(lastTrade.time)}","rfq_volume":"0.000000"}`
}

export function stats(market: Market, now: number): string {
  const { instrument, lastTrade } = market
  const day = market.day(now)
  return `{"open":"${shortPrice(day.open, instrument)}","high":"${shortPrice(day.high, instrument)}","low":"${shortPrice(day.low, instrument)}","last":"${shortPrice(lastTrade.ticks, instrument)}","volume":"${size(day.volume, instrument)}","volume_30day":"${size(day.volume * 30n, instrument)}"}`
}

/** `[price, size, number of orders]`. */
export function book({ book: { asks, bids }, instrument, sequence }: Market, count: number, now: number): string {
  const rows = (side: BookSide): string =>
    Array.from({ length: Math.min(count, side.size) }, (_, index) => {
      const orders = 1 + (side.ticks(index) % 3)
      return `["${price(side.ticks(index), instrument)}","${size(side.lots(index), instrument)}",${orders}]`
    }).join(',')
  return `{"bids":[${rows(bids)}],"asks":[${rows(asks)}],"sequence":${sequence},"auction_mode":false,"auction":null,"time":"${isoTime(now)}"}`
}

/** `[time in seconds, LOW, HIGH, open, close, volume]`, as JSON numbers. */
export function candle(
  { amountDecimals, priceDecimals }: Instrument,
  { close, high, low, open, openTime, volume }: Candle,
): string {
  const prices = [low, high, open, close].map((ticks) => shortDigits(ticks, priceDecimals)).join(',')
  return `[${openTime / 1000},${prices},${shortDigits(volume, amountDecimals)}]`
}
