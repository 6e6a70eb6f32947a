import { type Candle, type Interval, intervalMs, type Trade } from '@md/types'

/** Candles from trades, for venues that have none. Buckets are aligned to the epoch; those without a trade do not exist. */
export class CandleBuilder {
  readonly #interval: Interval
  readonly #length: number
  #current: Candle | undefined
  /** The next bucket has not been watched from its start. */
  #incomplete = true

  constructor(interval: Interval) {
    this.#interval = interval
    this.#length = intervalMs(interval) ?? Number.NaN
  }

  /** The candle as it is with this trade; `undefined` for a trade without a time or of a bucket already left. */
  add(trade: Trade): Candle | undefined {
    if (trade.timestamp === undefined) return undefined
    const openTime = Math.floor(trade.timestamp / this.#length) * this.#length
    if (openTime < (this.#current?.openTime ?? openTime)) return undefined

    this.#current = openTime === this.#current?.openTime ? grown(this.#current, trade) : this.#begin(openTime, trade)
    return this.#current
  }

  /**
   * Trades are missing: neither this candle nor, if it was the last trade of it, the next is whole.
   * Returns the candle when that is news.
   */
  interrupted(): Candle | undefined {
    this.#incomplete = true
    if (this.#current === undefined || this.#current.partial) return undefined
    this.#current = { ...this.#current, partial: true }
    return this.#current
  }

  #begin(openTime: number, trade: Trade): Candle {
    const { exchange, symbol, timestamp, receivedAt, price, amount } = trade
    const partial = this.#incomplete
    this.#incomplete = false
    return {
      exchange,
      symbol,
      timestamp,
      receivedAt,
      interval: this.#interval,
      openTime,
      closeTime: openTime + this.#length - 1,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: amount,
      closed: false,
      ...(partial ? { partial } : {}),
    }
  }
}

const grown = (candle: Candle, { timestamp, receivedAt, price, amount }: Trade): Candle => ({
  ...candle,
  timestamp,
  receivedAt,
  high: Math.max(candle.high, price),
  low: Math.min(candle.low, price),
  close: price,
  volume: candle.volume + amount,
})
