import type { BookSide } from '../market/book-side.ts'
import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import type { Candle } from '../market/past.ts'
import type { MarketTrade } from '../market/trade.ts'
import { unixSeconds } from '../time-text.ts'
import { averagePrice, price, quantity } from './wire-numbers.ts'

/** `[price, volume, time, side, order type, miscellaneous, trade id]`. */
export function trade(instrument: Instrument, { id, lots, side, ticks, time }: MarketTrade): string {
  const order = id % 3 === 0 ? 'm' : 'l'
  return `["${price(ticks, instrument)}","${quantity(lots, instrument)}",${unixSeconds(time)},"${side === 'buy' ? 'b' : 's'}","${order}","",${id}]`
}

export const nanoseconds = (ms: number): string => (ms === 0 ? '0' : `${Math.floor(ms * 1000)}000`)

/** `[time, open, high, low, close, vwap, volume, count]`. */
export function ohlc(instrument: Instrument, candle: Candle): string {
  const prices = [candle.open, candle.high, candle.low, candle.close]
    .map((ticks) => `"${price(ticks, instrument)}"`)
    .join(',')
  return `[${candle.openTime / 1000},${prices},"${averagePrice(candle.quote, candle.volume, instrument)}","${quantity(candle.volume, instrument)}",${candle.trades}]`
}

export function depth({ book, instrument }: Market, count: number, now: number): string {
  const side = (levels: BookSide): string =>
    Array.from(
      { length: Math.min(count, levels.size) },
      (_, index) =>
        `["${price(levels.ticks(index), instrument)}","${quantity(levels.lots(index), instrument)}",${Math.floor(now / 1000)}]`,
    ).join(',')
  return `{"asks":[${side(book.asks)}],"bids":[${side(book.bids)}]}`
}

/** Where Kraken gives two numbers they are today's and the last 24 hours'; here both are the latter. */
export function ticker(market: Market, now: number): string {
  const { book, instrument, lastTrade } = market
  const day = market.day(now)
  const touch = (side: BookSide): string =>
    `["${price(side.ticks(0), instrument)}","${Math.max(1, Math.floor(side.lots(0) / 10 ** instrument.amountDecimals))}","${quantity(side.lots(0), instrument)}"]`
  const twice = (text: string): string => `["${text}","${text}"]`
  return `{"a":${touch(book.asks)},"b":${touch(book.bids)},"c":["${price(lastTrade.ticks, instrument)}","${quantity(lastTrade.lots, instrument)}"],"v":${twice(quantity(day.volume, instrument))},"p":${twice(averagePrice(day.quote, day.volume, instrument))},"t":[${day.trades},${day.trades}],"l":${twice(price(day.low, instrument))},"h":${twice(price(day.high, instrument))},"o":"${price(day.open, instrument)}"}`
}
