import {
  type BookMessage,
  type Fault,
  faultOf,
  isArray,
  isId,
  isObject,
  toAmount,
  toPrice,
  toTime,
  type Unchecked,
} from '@md/adapter-core'
import { type Candle, type Interval, intervalMs, type Level, type Ticker, type Trade } from '@md/types'
import { isNumberText, significantDigits } from './digits.ts'
import { intervalOf } from './intervals.ts'
import type { WireBook, WireCandle, WireLevel, WireTicker, WireTrade } from './wire.ts'

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] }

/** Prices have at most 10 digits after the point, and above 100,000 none that matter beyond the fifth. */
const LARGE = 100_000
const FINE = 1e10
const COARSE = 1e5

/** One-sided markets have no quote: bid and ask fall back to the last price, and `quote` says so. */
export function toTicker(wire: Unchecked<WireTicker>, symbol: string, receivedAt: number): Ticker | Fault {
  const last = toPrice(wire.last)
  const bid = orZero(wire.bid)
  const ask = orZero(wire.ask)
  if (Number.isNaN(last + bid + ask)) return faultOf(wire.last, wire.bid ?? 0, wire.ask ?? 0)

  const live = bid > 0 && ask > 0
  const ticker: Mutable<Ticker> = {
    exchange: 'kraken',
    symbol,
    last,
    bid: live ? bid : last,
    ask: live ? ask : last,
    quote: live ? 'live' : 'last',
    timestamp: toTime(wire.timestamp),
    receivedAt,
  }
  return addDay(ticker, wire) ?? (live ? addAmounts(ticker, wire) : undefined) ?? ticker
}

function addAmounts(ticker: Mutable<Ticker>, { bid_qty, ask_qty }: Unchecked<WireTicker>): Fault | undefined {
  ticker.bidAmount = toAmount(bid_qty)
  ticker.askAmount = toAmount(ask_qty)
  return Number.isNaN(ticker.bidAmount + ticker.askAmount) ? faultOf(bid_qty, ask_qty) : undefined
}

/** What happened within 24 hours; a market without a trade in them has no prices of them. */
function addDay(ticker: Mutable<Ticker>, wire: Unchecked<WireTicker>): Fault | undefined {
  const high = orZero(wire.high)
  const low = orZero(wire.low)
  const volume = orZero(wire.volume)
  if (Number.isNaN(high + low + volume)) return faultOf(wire.high ?? 0, wire.low ?? 0, wire.volume ?? 0)

  if (high > 0) ticker.high24h = high
  if (low > 0) ticker.low24h = low
  if (wire.volume !== undefined && wire.volume !== null) ticker.volume24h = volume
  const open = priceBefore(wire.change, ticker.last)
  if (open !== undefined) ticker.open24h = open
  return undefined
}

/** The price before a change, without what doubles add to a difference: 0.1311 - 0.00654 is 0.12456. */
function priceBefore(change: unknown, price: number): number | undefined {
  if (typeof change !== 'number') return undefined
  const scale = price < LARGE ? FINE : COARSE
  const before = Math.round((price - change) * scale) / scale
  return before > 0 && Number.isFinite(before) ? before : undefined
}

/** Zero for what is absent, NaN for what is impossible. */
const orZero = (value: unknown): number => (value === undefined || value === null ? 0 : toAmount(value))

/** `side` is the taker's in the venue's words, too. */
export function toTrade(wire: Unchecked<WireTrade>, symbol: string, receivedAt: number): Trade | Fault {
  const { side, trade_id: id } = wire
  const price = toPrice(wire.price)
  const amount = toAmount(wire.qty)
  if (Number.isNaN(price + amount)) return faultOf(wire.price, wire.qty)
  if (!isId(id) || (side !== 'buy' && side !== 'sell')) return 'shape'

  return {
    exchange: 'kraken',
    symbol,
    id: String(id),
    price,
    amount,
    side,
    timestamp: toTime(wire.timestamp),
    receivedAt,
    origin: 'live',
  }
}

/** When the venue sent a candle, and when it arrived. */
export interface CandleStamp {
  readonly timestamp: number | undefined
  readonly receivedAt: number
}

/** Never closed: the venue does not say when one is. */
export function toCandle(wire: Unchecked<WireCandle>, symbol: string, stamp: CandleStamp): Candle | Fault {
  const interval = intervalOf(wire.interval)
  if (interval === undefined) return Number.isSafeInteger(wire.interval) ? 'unknown' : 'shape'
  const openTime = toTime(wire.interval_begin)
  if (openTime === undefined) return 'shape'
  return candleOf(wire, { symbol, interval, openTime, closed: false, ...stamp })
}

type CandleFrame = CandleStamp & Pick<Candle, 'symbol' | 'openTime' | 'closed'> & { readonly interval: Interval }
type WireCandleBody = Pick<WireCandle, 'open' | 'high' | 'low' | 'close' | 'volume'>

/** A candle whose time is known from its numbers. */
export function candleOf(wire: Unchecked<WireCandleBody>, frame: CandleFrame): Candle | Fault {
  const open = toPrice(wire.open)
  const high = toPrice(wire.high)
  const low = toPrice(wire.low)
  const close = toPrice(wire.close)
  const volume = toAmount(wire.volume)
  if (Number.isNaN(open + high + low + close + volume)) {
    return faultOf(wire.open, wire.high, wire.low, wire.close, wire.volume)
  }
  const { symbol, interval, openTime, closed, timestamp, receivedAt } = frame
  const closeTime = openTime + (intervalMs(interval) ?? Number.NaN) - 1
  return {
    exchange: 'kraken',
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

/** From a frame whose numbers are in quotes (see `quoteNumbers`). */
export function toBook(
  wire: Unchecked<WireBook>,
  action: BookMessage['action'],
  symbol: string,
  receivedAt: number,
): BookMessage | Fault {
  const { checksum } = wire
  const bids: Level[] = []
  const asks: Level[] = []
  const bidMarks: string[] = []
  const askMarks: string[] = []
  const fault = addLevels(wire.bids, bids, bidMarks) ?? addLevels(wire.asks, asks, askMarks)
  if (fault !== undefined) return fault
  if (!isChecksum(checksum)) return 'shape'

  const timestamp = toTime(wire.timestamp)
  return { kind: 'book', symbol, action, bids, asks, bidMarks, askMarks, timestamp, receivedAt, checksum }
}

function addLevels(wire: unknown, levels: Level[], marks: string[]): Fault | undefined {
  if (!isArray(wire)) return 'shape'
  for (const level of wire) {
    const fault = isObject(level) ? addLevel(level, levels, marks) : 'shape'
    if (fault !== undefined) return fault
  }
  return undefined
}

/** A level that is removed needs no mark. */
function addLevel({ price, qty }: Unchecked<WireLevel>, levels: Level[], marks: string[]): Fault | undefined {
  if (!isNumberText(price) || !isNumberText(qty)) return faultOf(price, qty)
  const level: Level = [toPrice(price), toAmount(qty)]
  if (Number.isNaN(level[0] + level[1])) return 'number'
  levels.push(level)
  marks.push(level[1] === 0 ? '' : significantDigits(price) + significantDigits(qty))
  return undefined
}

const isChecksum = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffff_ffff
