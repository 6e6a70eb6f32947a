import type { Market, OrderBook } from '@md/types'

/** What became of a price. */
export type PriceVerdict = 'moved' | 'older' | 'invalid'

/** How long the last price may keep older ones from moving it, ms: its time, or our clock, may have been wrong. */
const PATIENCE_MS = 5_000

/**
 * One market as its bot sees it. The price is the last one told by any channel: a ticker's `last`, a trade's price, a
 * candle's close, the middle of a book. Across channels the exchange's time decides: what is older than the last
 * price is counted and does not move it. Where the venue sends no time, ours is taken.
 */
export class MarketWatch {
  readonly market: Market
  readonly key: string
  price: number | undefined
  /** When the price was received, ms since the epoch. */
  priceAt: number | undefined
  book: OrderBook | undefined
  /** A price has come: its exchange was connected at least once. */
  hasSpoken = false
  olderPrices = 0
  invalidPrices = 0
  #lastTime = Number.NEGATIVE_INFINITY

  constructor(market: Market) {
    this.market = market
    this.key = marketKey(market)
  }

  /** @param time the exchange's, or ours where there is none */
  tell(price: number, time: number, receivedAt: number): PriceVerdict {
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) {
      this.invalidPrices += 1
      return 'invalid'
    }
    if (time < this.#lastTime && Math.abs(receivedAt - (this.priceAt ?? 0)) < PATIENCE_MS) {
      this.olderPrices += 1
      return 'older'
    }
    this.#lastTime = time
    this.price = price
    this.priceAt = receivedAt
    return 'moved'
  }

  /** The middle; `undefined` while a side is empty or the book is not verified. */
  middle(book: OrderBook): number | undefined {
    if (book.status !== 'live') return undefined
    const middle = (book.bids.price(0) + book.asks.price(0)) / 2
    return Number.isNaN(middle) ? undefined : middle
  }
}

/** `BTC/USDT@binance`. */
export const marketKey = ({ exchange, symbol }: Market): string => `${symbol}@${exchange}`
