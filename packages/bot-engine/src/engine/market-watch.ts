import type { Market, OrderBook } from '@md/types'

/** What became of a price. */
export type PriceVerdict = 'moved' | 'older' | 'invalid'

/** How long the last price may keep older ones from moving it, ms: its time, or our clock, may have been wrong. */
const PATIENCE_MS = 5_000

/** What happens when somebody looks at a book between two of its events. */
export interface BookLooks {
  /** A replay makes the book what it was then. */
  readonly before: (market: Market) => void
  /** It is not what the journal has. */
  readonly moved: (book: OrderBook) => void
}

const NOBODY_LOOKS: BookLooks = { before: () => undefined, moved: () => undefined }

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
  /** The book as the journal has it. */
  readonly #told: { sequence: number; snapshots: number; status: OrderBook['status'] | undefined } = {
    sequence: -1,
    snapshots: -1,
    status: undefined,
  }
  readonly #looks: BookLooks

  constructor(market: Market, looks: BookLooks = NOBODY_LOOKS) {
    this.market = market
    this.key = marketKey(market)
    this.#looks = looks
  }

  /** The bot is told of the book, which is journalled as it is now. */
  hear(book: OrderBook): void {
    this.book = book
    this.#note(book)
  }

  /**
   * The book as it is now, for whoever decides by it. It is a live view: it may have moved on since the bot was told of
   * it, and what it is then has to be in the journal.
   */
  look(): OrderBook | undefined {
    const { book } = this
    if (book === undefined) return undefined
    this.#looks.before(this.market)
    const { sequence, snapshots, status } = this.#told
    if (book.sequence !== sequence || book.snapshots !== snapshots || book.status !== status) {
      this.#note(book)
      this.#looks.moved(book)
    }
    return book
  }

  #note({ sequence, snapshots, status }: OrderBook): void {
    this.#told.sequence = sequence
    this.#told.snapshots = snapshots
    this.#told.status = status
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
