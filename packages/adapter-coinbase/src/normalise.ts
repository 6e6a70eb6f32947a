import {
  type BookMessage,
  type Fault,
  faultOf,
  isArray,
  isId,
  levelsFault,
  toLevel,
  toLevels,
  toNumber,
  toTime,
  type Unchecked,
} from '@md/adapter-core'
import type { Candle, Interval, Level, Side, Ticker, Trade } from '@md/types'
import type { WireCandleRow, WireL2Update, WireMatch, WireSnapshot, WireTicker } from './wire.ts'

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] }

export function toTicker(wire: Unchecked<WireTicker>, symbol: string, receivedAt: number): Ticker | Fault {
  const last = toNumber(wire.price)
  const ticker: Mutable<Ticker> = {
    exchange: 'coinbase',
    symbol,
    timestamp: toTime(wire.time),
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
const orZero = (value: unknown): number => (value === undefined || value === '' ? 0 : toNumber(value))

export function toTrade(
  wire: Unchecked<WireMatch>,
  symbol: string,
  receivedAt: number,
  origin: Trade['origin'] = 'live',
): Trade | Fault {
  const side = takerSide(wire.side)
  if (side === undefined || !isId(wire.trade_id)) return 'shape'
  const price = toNumber(wire.price)
  const amount = toNumber(wire.size)
  if (!(price > 0 && amount >= 0)) return 'number'

  return {
    exchange: 'coinbase',
    symbol,
    timestamp: toTime(wire.time),
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
  const bids = toLevels(wire.bids)
  const asks = toLevels(wire.asks)
  if (bids === undefined) return levelsFault(wire.bids)
  if (asks === undefined) return levelsFault(wire.asks)
  return { kind: 'book', symbol, action: 'snapshot', bids, asks, timestamp: toTime(wire.time), receivedAt }
}

export function toBookUpdate(wire: Unchecked<WireL2Update>, symbol: string, receivedAt: number): BookMessage | Fault {
  if (!isArray(wire.changes)) return 'shape'
  const bids: Level[] = []
  const asks: Level[] = []
  for (const change of wire.changes) {
    const fault = isArray(change) ? addChange(bids, asks, change) : 'shape'
    if (fault !== undefined) return fault
  }
  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp: toTime(wire.time), receivedAt }
}

function addChange(bids: Level[], asks: Level[], [side, price, amount]: readonly unknown[]): Fault | undefined {
  if (side !== 'buy' && side !== 'sell') return 'shape'
  const level = toLevel(price, amount)
  if (level === undefined) return faultOf(price, amount)
  if (side === 'buy') bids.push(level)
  else asks.push(level)
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
    open: toNumber(open),
    high: toNumber(high),
    low: toNumber(low),
    close: toNumber(close),
    volume: toNumber(volume),
    closed: closeTime < receivedAt,
  }
  return isPossible(candle) ? candle : 'number'
}

/** NaN compares false; and columns in another order than expected would not be in this one. */
const isPossible = ({ open, high, low, close, volume }: Candle): boolean =>
  low > 0 && low <= open && open <= high && low <= close && close <= high && volume >= 0
