import { monthStart } from '../time-text.ts'
import type { Candle, Past } from './past.ts'
import type { MarketTrade } from './trade.ts'

/** A length of candles on the grid of the epoch, or a calendar's: weeks from Monday, months from the first. */
export type CandleLength = number | 'week' | 'month'

const MINUTE_MS = 60_000
const WEEK_MS = 604_800_000
/** 1970-01-01 was a Thursday, so weeks from Monday are four days off the epoch's grid. */
const MONDAY_MS = 4 * 86_400_000

export function bucketStart(length: CandleLength, time: number): number {
  if (length === 'month') return monthStart(time)
  if (length === 'week') return Math.floor((time - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
  return Math.floor(time / length) * length
}

export function nextBucket(length: CandleLength, start: number): number {
  if (length === 'month') return monthStart(start, 1)
  return start + (length === 'week' ? WEEK_MS : length)
}

/** The candles of one market at one length: the invented past, then what was traded. */
export class CandleSeries {
  readonly length: CandleLength
  readonly #past: Past
  readonly #traded = new Map<number, Candle>()
  readonly #bound: number

  constructor(length: CandleLength, past: Past, bound = 3000) {
    this.length = length
    this.#past = past
    this.#bound = bound
  }

  record(trade: MarketTrade): void {
    const openTime = bucketStart(this.length, trade.time)
    const held = this.#traded.get(openTime)
    if (held) {
      addTrade(held, trade)
      return
    }

    const beginning = openTime < this.#past.openedAt ? this.#past.candle(openTime, this.#past.openedAt) : undefined
    const candle = beginning ?? emptyCandle(openTime, trade.ticks, trade.id)
    addTrade(candle, trade)
    this.#traded.set(openTime, candle)
    this.#forgetOldest()
  }

  /** The candle that opened then, or `undefined` when nothing was traded in it. */
  at(openTime: number): Candle | undefined {
    const traded = this.#traded.get(openTime)
    if (traded || openTime >= this.#past.openedAt) return traded
    return this.#past.candle(openTime, Math.min(nextBucket(this.length, openTime), this.#past.openedAt))
  }

  /** Oldest first, empty ones left out. */
  between(from: number, to: number, limit: number): readonly Candle[] {
    const candles: Candle[] = []
    for (let start = bucketStart(this.length, from); start <= to && candles.length < limit; ) {
      const candle = start >= from ? this.at(start) : undefined
      if (candle) candles.push(candle)
      start = nextBucket(this.length, start)
    }
    return candles
  }

  get traded(): Iterable<Candle> {
    return this.#traded.values()
  }

  #forgetOldest(): void {
    if (this.#traded.size <= this.#bound) return
    const [oldest] = this.#traded.keys()
    if (oldest !== undefined) this.#traded.delete(oldest)
  }
}

export function emptyCandle(openTime: number, ticks: number, firstId: number): Candle {
  return {
    openTime,
    open: ticks,
    high: ticks,
    low: ticks,
    close: ticks,
    volume: 0n,
    quote: 0n,
    takerVolume: 0n,
    takerQuote: 0n,
    trades: 0,
    firstId,
    lastId: firstId - 1,
  }
}

function addTrade(candle: Candle, { id, lots, side, ticks }: MarketTrade): void {
  const volume = BigInt(lots)
  const quote = volume * BigInt(ticks)
  candle.high = Math.max(candle.high, ticks)
  candle.low = Math.min(candle.low, ticks)
  candle.close = ticks
  candle.volume += volume
  candle.quote += quote
  candle.trades++
  candle.lastId = id
  if (side === 'sell') return
  candle.takerVolume += volume
  candle.takerQuote += quote
}

/** Adds a later candle to an earlier one. */
function addCandle(total: Candle, later: Candle): void {
  total.high = Math.max(total.high, later.high)
  total.low = Math.min(total.low, later.low)
  total.close = later.close
  total.volume += later.volume
  total.quote += later.quote
  total.takerVolume += later.takerVolume
  total.takerQuote += later.takerQuote
  total.trades += later.trades
  total.lastId = later.lastId
}

/** Every length that somebody asked for, fed by the same trades. */
export class CandleBook {
  readonly #past: Past
  readonly #minutes: CandleSeries
  readonly #series = new Map<CandleLength, CandleSeries>()

  constructor(past: Past) {
    this.#past = past
    this.#minutes = new CandleSeries(MINUTE_MS, past)
    this.#series.set(MINUTE_MS, this.#minutes)
  }

  get minutes(): CandleSeries {
    return this.#minutes
  }

  record(trade: MarketTrade): void {
    for (const series of this.#series.values()) series.record(trade)
  }

  /** Started on first use: `trades` is everything since the opening that is still known. */
  series(length: CandleLength, trades: () => readonly MarketTrade[]): CandleSeries {
    const held = this.#series.get(length)
    if (held) return held
    const series = new CandleSeries(length, this.#past)
    for (const trade of trades()) series.record(trade)
    this.#series.set(length, series)
    return series
  }
}

/** All candles as one, oldest first. */
export function joinCandles(candles: readonly Candle[]): Candle | undefined {
  const [first, ...later] = candles
  if (!first) return undefined
  const total = { ...first }
  for (const candle of later) addCandle(total, candle)
  return total
}
