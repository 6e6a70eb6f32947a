import type { MaintainedBook } from '@md/order-book'
import { type Candle, type ChannelRequest, requestKey } from '@md/types'
import type { Inbound, Skipped } from '../inbound.ts'
import type { WireRequest } from '../protocol.ts'
import { BookFeed } from './book-feed.ts'
import { CandleFeed } from './candle-feed.ts'
import type { Feed, FeedParts } from './feed.ts'
import { TickerFeed } from './ticker-feed.ts'
import { TradeFeed } from './trade-feed.ts'

/** The line a message came over. */
export interface Source {
  readonly id: number
  readonly leading: boolean
}

/** Every feed of one adapter, and which message goes to which. */
export class Feeds {
  readonly #parts: FeedParts
  readonly #tickers = new Map<string, TickerFeed>()
  readonly #trades = new Map<string, TradeFeed>()
  readonly #books = new Map<string, BookFeed>()
  readonly #candles = new Map<string, CandleFeed>()

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  get books(): Iterable<BookFeed> {
    return this.#books.values()
  }

  book(symbol: string): MaintainedBook | undefined {
    return this.#books.get(symbol)?.book
  }

  /** The feed of an upstream subscription, made when it is not there. */
  open(request: WireRequest): Feed {
    switch (request.channel) {
      case 'ticker':
        return obtain(this.#tickers, request.symbol, () => new TickerFeed(this.#parts))
      case 'trades':
        return obtain(this.#trades, request.symbol, () => new TradeFeed(request, this.#parts))
      case 'orderbook':
        return obtain(this.#books, request.symbol, () => new BookFeed(request, this.#parts))
      case 'candles':
        return obtain(this.#candles, requestKey(request), () => new CandleFeed(this.#parts))
    }
  }

  of(request: ChannelRequest): Feed | undefined {
    switch (request.channel) {
      case 'ticker':
        return this.#tickers.get(request.symbol)
      case 'trades':
        return this.#trades.get(request.symbol)
      case 'orderbook':
        return this.#books.get(request.symbol)
      case 'candles':
        return this.#candles.get(requestKey(request))
    }
  }

  close(request: ChannelRequest): void {
    this.of(request)?.stop()
    const key = request.channel === 'candles' ? requestKey(request) : request.symbol
    const maps = { ticker: this.#tickers, trades: this.#trades, orderbook: this.#books, candles: this.#candles }
    maps[request.channel].delete(key)
  }

  /** A consumer wants this made of the upstream's trades, or the trades themselves. */
  wantFromTrades(request: ChannelRequest, wanted: boolean): void {
    const feed = this.#trades.get(request.symbol)
    if (feed === undefined) return
    if (request.channel === 'trades') feed.wanted = wanted
    else if (request.channel === 'candles' && wanted) feed.buildCandles(request.interval)
    else if (request.channel === 'candles') feed.stopCandles(request.interval)
  }

  /** Hands a message on. False: nobody asked for it. */
  take(inbound: Inbound, source: Source, receivedAt: number): boolean {
    switch (inbound.kind) {
      case 'book':
        return deliver(this.#books.get(inbound.symbol), (feed) => feed.message(inbound, source.id))
      case 'trade':
        return deliver(this.#trades.get(inbound.trade.symbol), (feed) => feed.trade(inbound.trade))
      case 'trade-watermark':
        // A heartbeat that nobody follows is a heartbeat all the same.
        this.#trades.get(inbound.symbol)?.watermark(inbound.id)
        return true
      case 'ticker':
        return deliver(
          this.#tickers.get(inbound.ticker.symbol),
          (feed) => source.leading && feed.ticker(inbound.ticker),
        )
      case 'quote':
        return deliver(this.#tickers.get(inbound.symbol), (feed) => source.leading && feed.quote(inbound, receivedAt))
      case 'candle':
        return this.#takeCandle(inbound.candle, inbound.history ?? false, source)
      default:
        return true
    }
  }

  /** Data of a known market could not be read. */
  damaged({ symbol, channel }: Skipped, source: Source): void {
    if (symbol !== undefined && channel === 'orderbook') this.#books.get(symbol)?.damaged(source.id)
  }

  /** Ends every feed: books become stale for whoever still holds their view. */
  stop(): void {
    for (const map of [this.#tickers, this.#trades, this.#books, this.#candles]) {
      for (const feed of map.values()) feed.stop()
      map.clear()
    }
  }

  #takeCandle(candle: Candle, history: boolean, source: Source): boolean {
    const key = requestKey({ channel: 'candles', symbol: candle.symbol, interval: candle.interval })
    return deliver(this.#candles.get(key), (feed) => source.leading && feed.candle(candle, history))
  }
}

function obtain<F>(feeds: Map<string, F>, key: string, make: () => F): F {
  const existing = feeds.get(key)
  if (existing !== undefined) return existing
  const feed = make()
  feeds.set(key, feed)
  return feed
}

function deliver<F>(feed: F | undefined, hand: (feed: F) => unknown): boolean {
  if (feed === undefined) return false
  hand(feed)
  return true
}
