import type { Candle, Instrument, MarketEvent, MarketFeed, OrderBook, Ticker } from '@md/types'
import type { Exact } from '../decimal/exact.ts'
import { BookLiquidity, type Liquidity, PriceLiquidity, QuoteLiquidity } from './liquidity.ts'
import type { PriceRange } from './price-range.ts'
import { Taken } from './taken.ts'

/**
 * What fills are derived from, best first. `'book'`: the verified book and the trades. `'quote'`: best bid and ask of the
 * ticker. `'price'`: the last price of trades, tickers and candles.
 */
export const EVIDENCE = ['book', 'quote', 'price'] as const

export type EvidenceKind = (typeof EVIDENCE)[number]

export interface EvidenceOptions {
  readonly feed: MarketFeed
  readonly instrument: Instrument
  readonly use: readonly EvidenceKind[]
  readonly quoteDepth: Exact
  readonly slippage: number
}

export interface Basis {
  readonly kind: EvidenceKind
  readonly liquidity: Liquidity
}

/** What is known of one market at the moment. */
export class Evidence {
  readonly #options: EvidenceOptions
  readonly #taken = new Taken()
  #ticker: Ticker | undefined
  #last: number | undefined
  #candle: Candle | undefined

  constructor(options: EvidenceOptions) {
    this.#options = options
  }

  /** Of the latest trade, ticker or candle. */
  get last(): number | undefined {
    return this.#last
  }

  /** What an order without a price is worth, roughly. */
  get reference(): number | undefined {
    const best = this.book?.asks.price(0) ?? Number.NaN
    return this.#last ?? (Number.isNaN(best) ? undefined : best)
  }

  get candle(): Candle | undefined {
    return this.#candle
  }

  /** Undefined where there is none, or where it is not to be used. */
  get book(): OrderBook | undefined {
    const { feed, instrument, use } = this.#options
    return use.includes('book') ? feed.orderBook(instrument.exchange, instrument.symbol) : undefined
  }

  hear(event: MarketEvent): void {
    switch (event.type) {
      case 'ticker':
        this.#ticker = this.#isQuote(event.data) ? event.data : undefined
        this.#last = event.data.last
        break
      case 'trade':
        this.#last = event.data.price
        break
      case 'candle':
        this.#candle = event.data
        this.#last = event.data.close
        break
      case 'exchange:disconnected':
        this.forget()
        break
      default:
    }
  }

  /** The prices that a ticker proves to have been there. */
  rangeOf(ticker: Ticker): PriceRange {
    const { ask, bid, last } = ticker
    return this.#isQuote(ticker) ? { low: Math.min(last, ask), high: Math.max(last, bid) } : { low: last, high: last }
  }

  /** Nothing is heard any more: what was is no price of today. */
  forget(): void {
    this.#ticker = undefined
    this.#last = undefined
  }

  /** The best there is, or why nothing can be dealt at the moment. A book that is there and not live hides the rest. */
  basis(): Basis | string {
    const { instrument, quoteDepth, slippage, use } = this.#options
    const { book } = this
    if (book !== undefined) {
      if (book.status !== 'live') return `the book of ${instrument.symbol} is ${book.status}, not verified`
      return { kind: 'book', liquidity: new BookLiquidity(book, this.#taken, instrument) }
    }
    if (this.#ticker !== undefined) {
      return { kind: 'quote', liquidity: new QuoteLiquidity(this.#ticker, quoteDepth) }
    }
    if (this.#last !== undefined && use.includes('price')) {
      return { kind: 'price', liquidity: new PriceLiquidity(this.#last, slippage, instrument) }
    }
    return `no ${use.join(' or ')} of ${instrument.symbol} has been heard yet`
  }

  /** A ticker without a quote of the venue is a price, no more. */
  #isQuote({ quote }: Ticker): boolean {
    return quote === 'live' && this.#options.use.includes('quote')
  }
}
