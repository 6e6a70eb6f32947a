/*
 * Kraken's spot messages in its own field names.
 * Source: Kraken API Center (docs.kraken.com), "Spot WebSocket v2" and "Spot REST / Market Data", as of 2026.
 * Over the WebSocket, prices and quantities are JSON numbers whose trailing zeros count for the book's checksum, and times
 * are RFC 3339 texts in UTC. By REST, prices and quantities are decimal texts.
 */

/** What every frame of a channel has around its rows. */
export interface WireFrame {
  readonly channel: string
  readonly type: 'snapshot' | 'update'
  readonly data: readonly unknown[]
  /** Only `ohlc`: when it was sent. */
  readonly timestamp: string
}

interface WireRow {
  /** `BTC/USD`: the v2 spelling. */
  readonly symbol: string
}

/** `ticker`. With `event_trigger: "bbo"`, one per change of the best bid or ask. Windows are 24 hours. */
export interface WireTicker extends WireRow {
  readonly bid: number
  readonly bid_qty: number
  readonly ask: number
  readonly ask_qty: number
  readonly last: number
  /** Base currency. */
  readonly volume: number
  readonly low: number
  readonly high: number
  /** `last` less the price 24 hours ago, which is not sent itself. */
  readonly change: number
  /** Since 2026. */
  readonly timestamp: string
}

/** `trade`: several rows a frame; a sweep has one `timestamp`. */
export interface WireTrade extends WireRow {
  /** The taker's. */
  readonly side: 'buy' | 'sell'
  readonly price: number
  /** Base currency. */
  readonly qty: number
  /** Of the pair, +1 with every trade. */
  readonly trade_id: number
  readonly timestamp: string
}

/** `ohlc`. Candles without a trade do not exist, and nothing says when one is closed. */
export interface WireCandle extends WireRow {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base currency. */
  readonly volume: number
  readonly interval_begin: string
  /** Minutes. */
  readonly interval: number
}

export interface WireLevel {
  readonly price: number
  /** 0 removes the level. */
  readonly qty: number
}

/** `book`: one row a frame. */
export interface WireBook extends WireRow {
  readonly bids: readonly WireLevel[]
  readonly asks: readonly WireLevel[]
  /** CRC32 over the ten best levels of both sides as they are after this message, unsigned. */
  readonly checksum: number
  /** Snapshots have it since August 2026. */
  readonly timestamp: string
}

/** The answer to a request: one for every symbol of it, all with its `req_id`. */
export interface WireAnswer {
  readonly method: string
  readonly success: boolean
  readonly req_id: number
  readonly result: WireSubscription
  /** Only of a refusal, which has no `result`. */
  readonly error: string
  readonly symbol: string
}

export interface WireSubscription {
  readonly channel: string
  readonly symbol: string
  /** `ohlc`, minutes. */
  readonly interval: number
}

/** The body of every REST answer. It comes with HTTP 200 even when `error` holds something: `EQuery:Unknown asset pair`. */
export interface WireRestBody {
  /** Codes whose first letter is the severity: E is an error, W a warning. */
  readonly error: readonly string[]
  readonly result: unknown
}

/** One of `AssetPairs`. */
export interface WirePair {
  /** The WebSocket's name for it, of v1: `XBT/USD`. Pairs without one are not on the WebSocket. */
  readonly wsname: string
  /** Digits after the point of a price, and of an amount. */
  readonly pair_decimals: number
  readonly lot_decimals: number
  /** Least amount of an order, base currency. */
  readonly ordermin: string
  /** Least cost of an order, quote currency. Not in 2021. */
  readonly costmin: string
  /** Price step. Not in 2021. */
  readonly tick_size: string
  /** `online`, `cancel_only`, `post_only`, `limit_only`, `reduce_only`, ... Not in 2021. */
  readonly status: string
}
