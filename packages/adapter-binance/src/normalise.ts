import {
  type BookMessage,
  type Fault,
  faultOf,
  isId,
  isObject,
  isString,
  levelsFault,
  type Quote,
  toAmount,
  toLevels,
  toPrice,
  toTime,
  type Unchecked,
} from '@md/adapter-core'
import type { Candle, Ticker, Trade } from '@md/types'
import { isBinanceInterval } from './intervals.ts'
import type {
  WireBookTicker,
  WireDepthUpdate,
  WireKline,
  WireKlineBody,
  WireMiniTicker,
  WireTicker,
  WireTrade,
} from './wire.ts'

/** `side` is the taker's: where the buyer was the maker, the taker sold. */
export function toTrade(wire: Unchecked<WireTrade>, symbol: string, receivedAt: number): Trade | Fault {
  const price = toPrice(wire.p)
  const amount = toAmount(wire.q)
  if (Number.isNaN(price) || Number.isNaN(amount)) return faultOf(wire.p, wire.q)
  if (!isId(wire.t) || typeof wire.m !== 'boolean') return 'shape'

  return {
    exchange: 'binance',
    symbol,
    id: String(wire.t),
    price,
    amount,
    side: wire.m ? 'sell' : 'buy',
    timestamp: toTime(wire.T),
    receivedAt,
    origin: 'live',
  }
}

/** A ticker without a quote: bid and ask fall back to the last price, and `quote` says so. */
export function toMiniTicker(wire: Unchecked<WireMiniTicker>, symbol: string, receivedAt: number): Ticker | Fault {
  const last = toPrice(wire.c)
  const open24h = toPrice(wire.o)
  const high24h = toPrice(wire.h)
  const low24h = toPrice(wire.l)
  const volume24h = toAmount(wire.v)
  const quoteVolume24h = toAmount(wire.q)
  // One NaN makes the sum NaN.
  if (Number.isNaN(last + open24h + high24h + low24h + volume24h + quoteVolume24h)) {
    return faultOf(wire.c, wire.o, wire.h, wire.l, wire.v, wire.q)
  }

  return {
    exchange: 'binance',
    symbol,
    last,
    bid: last,
    ask: last,
    quote: 'last',
    high24h,
    low24h,
    open24h,
    volume24h,
    quoteVolume24h,
    timestamp: toTime(wire.E),
    receivedAt,
  }
}

/** A ticker with its quote. Where a side of the book is empty there is none, and it is a ticker without. */
export function toTicker(wire: Unchecked<WireTicker>, symbol: string, receivedAt: number): Ticker | Fault {
  const ticker = toMiniTicker(wire, symbol, receivedAt)
  const quote = toQuote(wire, symbol)
  if (isString(ticker) || quote === undefined) return ticker
  if (isString(quote)) return quote

  const { bid, ask, bidAmount, askAmount } = quote
  return { ...ticker, bid, ask, quote: 'live', bidAmount, askAmount }
}

/** The best bid and ask; `undefined` where a side of the book is empty, which Binance says with a price of 0. */
export function toQuote(
  wire: Unchecked<Pick<WireBookTicker, 'b' | 'B' | 'a' | 'A'>>,
  symbol: string,
): Quote | Fault | undefined {
  const bid = toAmount(wire.b)
  const ask = toAmount(wire.a)
  const bidAmount = toAmount(wire.B)
  const askAmount = toAmount(wire.A)
  if (Number.isNaN(bid + ask + bidAmount + askAmount)) return faultOf(wire.b, wire.B, wire.a, wire.A)
  if (bid === 0 || ask === 0) return undefined
  return { kind: 'quote', symbol, bid, ask, bidAmount, askAmount }
}

/** Binance says itself when a candle is closed. */
export function toCandle(wire: Unchecked<WireKline>, symbol: string, receivedAt: number): Candle | Fault {
  if (!isObject(wire.k)) return 'shape'
  const body: Unchecked<WireKlineBody> = wire.k
  const { t: openTime, T: closeTime, i: interval, x: closed } = body
  if (!isId(openTime) || !isId(closeTime) || !isString(interval) || typeof closed !== 'boolean') return 'shape'
  if (!isBinanceInterval(interval)) return 'unknown'

  const open = toPrice(body.o)
  const high = toPrice(body.h)
  const low = toPrice(body.l)
  const close = toPrice(body.c)
  const volume = toAmount(body.v)
  if (Number.isNaN(open + high + low + close + volume)) return faultOf(body.o, body.h, body.l, body.c, body.v)

  const timestamp = toTime(wire.E)
  return {
    exchange: 'binance',
    symbol,
    interval,
    openTime,
    closeTime,
    open,
    high,
    low,
    close,
    volume,
    closed,
    timestamp,
    receivedAt,
  }
}

/** One message of the diff stream, with the numbers `chain` needs. */
export function toBookUpdate(
  wire: Unchecked<WireDepthUpdate>,
  symbol: string,
  receivedAt: number,
): BookMessage | Fault {
  const { U: first, u: last } = wire
  if (!isId(first) || !isId(last) || first > last) return 'shape'
  const bids = toLevels(wire.b)
  const asks = toLevels(wire.a)
  if (bids === undefined) return levelsFault(wire.b)
  if (asks === undefined) return levelsFault(wire.a)

  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp: toTime(wire.E), receivedAt, first, last }
}
