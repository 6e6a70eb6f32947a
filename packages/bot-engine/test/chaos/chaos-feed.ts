import type { Clock, ExchangeId, Handle, MarketEvent, MarketFeed, OrderBook, Subscription } from '@md/types'
import { PaperFeed } from '../paper-feed.ts'
import { type ChaosExchange, EXCHANGES } from './happening.ts'

/** The markets of every exchange as the bots hear of them: each may be cut off by itself. */
export class ChaosFeed implements MarketFeed {
  readonly #feeds: ReadonlyMap<string, PaperFeed>
  readonly #cut = new Set<ChaosExchange>()

  /** @param stamps the clock by which the bots' side says when something was received */
  constructor(clock: Clock, stamps: Clock) {
    this.#feeds = new Map(EXCHANGES.map((exchange) => [exchange, new PaperFeed(clock, { exchange, stamps })]))
  }

  async subscribe(want: Subscription, listener: (event: MarketEvent) => void = () => undefined): Promise<Handle> {
    return this.#of(want.exchange).subscribe(want, listener)
  }

  on(): () => void {
    return () => undefined
  }

  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return this.#of(exchange).orderBook(exchange, symbol)
  }

  /** A price and the book around it. What is cut off hears nothing. */
  price(exchange: ChaosExchange, last: number): void {
    if (this.#cut.has(exchange)) return
    const feed = this.#of(exchange)
    feed.showBook([[last - 0.1, 50]], [[last + 0.1, 50]])
    feed.ticker(last, last - 0.1, last + 0.1)
  }

  becomes(exchange: ChaosExchange, is: 'cut' | 'mended' | 'in doubt'): void {
    const feed = this.#of(exchange)
    const state = is === 'mended' ? 'CONNECTED' : 'RECONNECTING'
    const data = { exchange, state, previous: 'CONNECTED', reason: 'the test', at: 0 } as const
    if (is === 'cut') {
      this.#cut.add(exchange)
      feed.event({ type: 'exchange:disconnected', data })
    } else if (is === 'mended') {
      this.#cut.delete(exchange)
      feed.event({ type: 'exchange:connected', data })
    } else feed.loseBook()
  }

  #of(exchange: string): PaperFeed {
    const feed = this.#feeds.get(exchange)
    if (feed === undefined) throw new Error(`there is no ${exchange}`)
    return feed
  }
}
