import type { Ticker } from '@md/types'
import type { Quote } from '../inbound.ts'

/** One market's ticker, with the best bid and ask of a quote stream where there is one. */
export class QuotedTicker {
  #ticker: Ticker | undefined
  #quote: Quote | undefined

  /** The ticker with the latest quote in place of its own `last`. */
  withTicker(ticker: Ticker): Ticker {
    this.#ticker = ticker
    return this.#quote === undefined || ticker.quote === 'live' ? ticker : quoted(ticker, this.#quote)
  }

  /** The latest ticker with this quote; `undefined` while there is none, since a quote has no last price. */
  withQuote(quote: Quote, receivedAt: number): Ticker | undefined {
    this.#quote = quote
    // The venue stamps tickers, not quotes.
    return this.#ticker && quoted({ ...this.#ticker, timestamp: undefined, receivedAt }, quote)
  }

  /** Quotes of a lost socket are old. */
  interrupted(): void {
    this.#quote = undefined
  }
}

const quoted = (ticker: Ticker, { bid, ask, bidAmount, askAmount }: Quote): Ticker => ({
  ...ticker,
  bid,
  ask,
  bidAmount,
  askAmount,
  quote: 'live',
})
