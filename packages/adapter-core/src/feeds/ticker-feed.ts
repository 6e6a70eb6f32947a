import type { Ticker } from '@md/types'
import type { Quote } from '../inbound.ts'
import { QuotedTicker } from '../tickers/quoted-ticker.ts'
import type { Feed, FeedParts } from './feed.ts'

/** One market's tickers. */
export class TickerFeed implements Feed {
  readonly #parts: FeedParts
  readonly #quoted = new QuotedTicker()
  messages = 0

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  ticker(ticker: Ticker): void {
    this.messages += 1
    this.#parts.emit('ticker', this.#quoted.withTicker(ticker))
  }

  quote(quote: Quote, receivedAt: number): void {
    this.messages += 1
    const ticker = this.#quoted.withQuote(quote, receivedAt)
    if (ticker) this.#parts.emit('ticker', ticker)
  }

  subscribed(): void {
    // A ticker repeats itself: there is nothing to catch up with.
  }

  lost(): void {
    this.#quoted.interrupted()
  }

  stop(): void {
    this.#quoted.interrupted()
  }
}
