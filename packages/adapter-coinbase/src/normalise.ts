import { type BookMessage, isArray, toNumber } from '@md/adapter-core'
import type { Candle, Interval, Level, Side, Ticker, Trade } from '@md/types'
import { timeOf } from './iso-time.ts'
import type { Unchecked, WireCandleRow, WireL2Update, WireMatch, WireSnapshot, WireTicker } from './wire.ts'
import { decimalOf } from './wire-numbers.ts'

/** Why a message of a known kind cannot be used: its fields are wrong, or a number is impossible. */
export type Fault = 'shape' | 'number'

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] }

export const isTradeId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

export function toTicker(wire: Unchecked<WireTicker>, symbol: string, receivedAt: number): Ticker | Fault {
  const last = decimalOf(wire.price)
  const ticker: Mutable<Ticker> = {
    exchange: 'coinbase',
    symbol,
    timestamp: timeOf(wire.time),
    receivedAt,
    last,
    bid: last,
    ask: last,
    quote: 'last',
  }
  return last > 0 && addQuote(ticker, wire) && addDay(ticker, wire) ? ticker : 'number'
}

/** The venue's quote, when both sides of it are there. False when a number is impossible. */
function addQuote(ticker: Mutable<Ticker>, wire: Unchecked<WireTicker>): boolean {
  const bid = orZero(wire.best_bid)
  const ask = orZero(wire.best_ask)
  const bidAmount = orZero(wire.best_bid_size)
  const askAmount = orZero(wire.best_ask_size)
  if (bid > 0 && ask > 0) {
    ticker.bid = bid
    ticker.ask = ask
    ticker.quote = 'live'
    if (bidAmount > 0) ticker.bidAmount = bidAmount
    if (askAmount > 0) ticker.askAmount = askAmount
  }
  return bid >= 0 && ask >= 0 && bidAmount >= 0 && askAmount >= 0
}

/** A market that did not trade for a day says 0 for its prices of that day: it has none. False as for a quote. */
function addDay(ticker: Mutable<Ticker>, wire: Unchecked<WireTicker>): boolean {
  const open = orZero(wire.open_24h)
  const high = orZero(wire.high_24h)
  const low = orZero(wire.low_24h)
  const volume = orZero(wire.volume_24h)
  if (open > 0) ticker.open24h = open
  if (high > 0) ticker.high24h = high
  if (low > 0) ticker.low24h = low
  if (wire.volume_24h !== undefined) ticker.volume24h = volume
  return open >= 0 && high >= 0 && low >= 0 && volume >= 0
}

/** A number that may not be there: 0 when it is not, NaN when it is impossible. */
const orZero = (value: unknown): number => (value === undefined || value === '' ? 0 : decimalOf(value))

export function toTrade(
  wire: Unchecked<WireMatch>,
  symbol: string,
  receivedAt: number,
  origin: Trade['origin'] = 'live',
): Trade | Fault {
  const side = takerSide(wire.side)
  if (side === undefined || !isTradeId(wire.trade_id)) return 'shape'
  const price = decimalOf(wire.price)
  const amount = decimalOf(wire.size)
  if (!(price > 0 && amount >= 0)) return 'number'

  return {
    exchange: 'coinbase',
    symbol,
    timestamp: timeOf(wire.time),
    receivedAt,
    id: String(wire.trade_id),
    price,
    amount,
    side,
    origin,
  }
}

/** The venue tells the side of the order that rested in the book. */
function takerSide(makerSide: unknown): Side | undefined {
  if (makerSide === 'sell') return 'buy'
  return makerSide === 'buy' ? 'sell' : undefined
}

export function toBookSnapshot(wire: Unchecked<WireSnapshot>, symbol: string, receivedAt: number): BookMessage | Fault {
  const bids: Level[] = []
  const asks: Level[] = []
  const fault = addLevels(bids, wire.bids) ?? addLevels(asks, wire.asks)
  if (fault !== undefined) return fault
  return { kind: 'book', symbol, action: 'snapshot', bids, asks, timestamp: timeOf(wire.time), receivedAt }
}

function addLevels(levels: Level[], rows: unknown): Fault | undefined {
  if (!isArray(rows)) return 'shape'
  for (const row of rows) {
    const fault = isArray(row) ? addLevel(levels, row[0], row[1]) : 'shape'
    if (fault !== undefined) return fault
  }
  return undefined
}

export function toBookUpdate(wire: Unchecked<WireL2Update>, symbol: string, receivedAt: number): BookMessage | Fault {
  const { changes } = wire
  if (!isArray(changes)) return 'shape'
  const bids: Level[] = []
  const asks: Level[] = []
  for (const change of changes) {
    const fault = isArray(change) ? addChange(bids, asks, change) : 'shape'
    if (fault !== undefined) return fault
  }
  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp: timeOf(wire.time), receivedAt }
}

function addChange(bids: Level[], asks: Level[], change: readonly unknown[]): Fault | undefined {
  if (change[0] === 'buy') return addLevel(bids, change[1], change[2])
  return change[0] === 'sell' ? addLevel(asks, change[1], change[2]) : 'shape'
}

function addLevel(levels: Level[], wirePrice: unknown, wireAmount: unknown): Fault | undefined {
  const price = decimalOf(wirePrice)
  const amount = decimalOf(wireAmount)
  if (!(price > 0 && amount >= 0)) return 'number'
  levels.push([price, amount])
  return undefined
}

export interface CandleFrame {
  readonly symbol: string
  readonly interval: Interval
  readonly lengthMs: number
  /** When the answer arrived, ms: a candle that ends before it is closed. */
  readonly receivedAt: number
}

export function toCandle(row: unknown, frame: CandleFrame): Candle | Fault {
  if (!isArray(row) || row.length < 6) return 'shape'
  const [time, low, high, open, close, volume] = row as Unchecked<WireCandleRow> & readonly unknown[]
  const { symbol, interval, lengthMs, receivedAt } = frame
  const openTime = toNumber(time) * 1_000
  if (!(openTime >= 0 && openTime % lengthMs === 0)) return 'shape'

  const closeTime = openTime + lengthMs - 1
  const candle: Candle = {
    exchange: 'coinbase',
    symbol,
    timestamp: undefined,
    receivedAt,
    interval,
    openTime,
    closeTime,
    open: decimalOf(open),
    high: decimalOf(high),
    low: decimalOf(low),
    close: decimalOf(close),
    volume: decimalOf(volume),
    closed: closeTime < receivedAt,
  }
  return isPossible(candle) ? candle : 'number'
}

/** NaN compares false; and columns in another order than expected would not be in this one. */
const isPossible = ({ open, high, low, close, volume }: Candle): boolean =>
  low > 0 && low <= open && open <= high && low <= close && close <= high && volume >= 0
