/**
 * The messages of the Coinbase Exchange feed and REST API in the venue's own field names.
 * Sources: docs.cdp.coinbase.com/exchange/websocket-feed (overview, channels, errors) and
 * docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products; what those pages leave out was seen on the feed.
 * Prices and sizes are decimal text, times ISO 8601 with microseconds, everywhere but in candles.
 */

/** A maker's side: the taker did the opposite. */
type WireSide = 'buy' | 'sell'

/** Channel `ticker`, with every match. */
export interface WireTicker {
  readonly type: 'ticker'
  readonly product_id: string
  readonly price: string
  readonly best_bid: string
  readonly best_ask: string
  /** Sizes of the quote: since 2022. */
  readonly best_bid_size?: string
  readonly best_ask_size?: string
  readonly open_24h: string
  readonly high_24h: string
  readonly low_24h: string
  /** Base currency. */
  readonly volume_24h: string
  readonly time: string
}

/**
 * Channel `matches`. `last_match` comes once per subscription and may be hours old.
 * The rows of `GET /products/{id}/trades`, newest first, have the same fields but type and product.
 */
export interface WireMatch {
  readonly type: 'match' | 'last_match'
  readonly product_id: string
  /** Rises by 1 with every trade of the product. */
  readonly trade_id: number
  readonly price: string
  readonly size: string
  readonly side: WireSide
  readonly time: string
}

/** Channel `heartbeat`, once a second for each product. */
export interface WireHeartbeat {
  readonly type: 'heartbeat'
  readonly product_id: string
  readonly last_trade_id: number
  readonly time: string
}

type WireLevel = readonly [price: string, size: string]

/** Channels `level2` and `level2_batch`: the whole book, first. `time`: since about 2022. */
export interface WireSnapshot {
  readonly type: 'snapshot'
  readonly product_id: string
  readonly bids: readonly WireLevel[]
  readonly asks: readonly WireLevel[]
  readonly time?: string
}

/** What changed since. The size is the new total of the level; zero removes it. */
export interface WireL2Update {
  readonly type: 'l2update'
  readonly product_id: string
  readonly changes: readonly (readonly [side: WireSide, price: string, size: string])[]
  readonly time: string
}

/** The answer to every subscribe and unsubscribe: all that is subscribed on this socket now. */
export interface WireSubscriptions {
  readonly type: 'subscriptions'
  readonly channels: readonly WireChannel[]
}

/** `name` is not always what was asked for: `level2_batch` comes back as `level2_50`, `ticker_batch` as `ticker_1000`. */
export interface WireChannel {
  readonly name: string
  readonly product_ids: readonly string[]
}

export interface WireError {
  readonly type: 'error'
  readonly message: string
  readonly reason?: string
}

/** One row of `GET /products`. */
export interface WireProduct {
  readonly id: string
  readonly base_currency: string
  readonly quote_currency: string
  readonly base_increment: string
  readonly quote_increment: string
  /** Smallest value of an order, quote currency. */
  readonly min_market_funds?: string
  /** Until June 2022. */
  readonly base_min_size?: string
  readonly base_max_size?: string
  readonly status: 'online' | 'offline' | 'internal' | 'delisted'
  readonly trading_disabled?: boolean
  readonly cancel_only: boolean
  readonly post_only: boolean
  readonly limit_only: boolean
}

/** One row of `GET /products/{id}/candles`, newest first. `time`: its start in seconds. Low and high come before open. */
export type WireCandleRow = readonly [
  time: number,
  low: number,
  high: number,
  open: number,
  close: number,
  volume: number,
]
