/*
 * Binance's spot messages in its own letters, which differ by case alone (`e`/`E`, `t`/`T`, `u`/`U`): never lower-case a key.
 * Source: Binance Spot API documentation, "WebSocket Streams for Binance" and "Public REST API for Binance", as of July 2026.
 * Prices and quantities are decimal texts, times are ms since the epoch.
 */

/** How `/stream` wraps everything but answers. `/ws` sends `data` bare. */
export interface WireCombined {
  /** `btcusdt@trade`. */
  readonly stream: string
  readonly data: unknown
}

interface WireEvent<Type extends string> {
  /** What it is. */
  readonly e: Type
  /** When it was sent. */
  readonly E: number
  /** The symbol, upper case: `BTCUSDT`. */
  readonly s: string
}

/** `<symbol>@trade`. */
export interface WireTrade extends WireEvent<'trade'> {
  /** Trade id. */
  readonly t: number
  /** Price. */
  readonly p: string
  /** Quantity, base currency. */
  readonly q: string
  /** When it happened. */
  readonly T: number
  /** Whether the buyer was the maker: the taker sold. */
  readonly m: boolean
}

/** `<symbol>@miniTicker`, once a second when something changed. A rolling window of 24 hours, not the UTC day. */
export interface WireMiniTicker extends WireEvent<'24hrMiniTicker' | '24hrTicker'> {
  /** Last price. */
  readonly c: string
  /** Price 24 hours ago. */
  readonly o: string
  /** Highest. */
  readonly h: string
  /** Lowest. */
  readonly l: string
  /** Volume, base currency. */
  readonly v: string
  /** Volume, quote currency. */
  readonly q: string
}

/** `<symbol>@ticker`: the same and, of what we use, the quote. Price and quantity are 0 where a side of the book is empty. */
export interface WireTicker extends WireMiniTicker {
  /** Best bid. */
  readonly b: string
  /** Its quantity. */
  readonly B: string
  /** Best ask. */
  readonly a: string
  /** Its quantity. */
  readonly A: string
}

/** `<symbol>@bookTicker`: every change of the best bid or ask. It has no type and no time. */
export interface WireBookTicker {
  /** The book's update id. */
  readonly u: number
  readonly s: string
  readonly b: string
  readonly B: string
  readonly a: string
  readonly A: string
}

/** `<symbol>@kline_<interval>`. */
export interface WireKline extends WireEvent<'kline'> {
  readonly k: WireKlineBody
}

export interface WireKlineBody {
  /** First millisecond. */
  readonly t: number
  /** Last millisecond, inclusive: `...999`. */
  readonly T: number
  /** Interval. */
  readonly i: string
  readonly o: string
  readonly h: string
  readonly l: string
  readonly c: string
  /** Volume, base currency. */
  readonly v: string
  /** Whether it is closed and will not change again. */
  readonly x: boolean
}

type WireLevel = readonly [price: string, quantity: string]

/** `<symbol>@depth@100ms`: new quantities of levels, 0 where a level is gone. */
export interface WireDepthUpdate extends WireEvent<'depthUpdate'> {
  /** First update id in this message. */
  readonly U: number
  /** Last update id in this message. */
  readonly u: number
  /** Bids. */
  readonly b: readonly WireLevel[]
  /** Asks. */
  readonly a: readonly WireLevel[]
}

/** The answer to a request: `null` when it was done, something else when something was asked. */
export interface WireResult {
  readonly result: unknown
  readonly id: number | string | null
}

/** A declined request. `id` is missing where Binance could not read it. */
export interface WireError {
  readonly code: number
  readonly msg: string
  readonly id: number | string | null
}

/** The other form of it, seen in the wild: `{"error":{"code":2,"msg":"..."},"id":1}`. */
export interface WireWrappedError {
  readonly error: Pick<WireError, 'code' | 'msg'>
  readonly id: number | string | null
}

/** `<symbol>@depth5|10|20`, and the answer of `GET /api/v3/depth`. */
export interface WireDepth {
  /** The last update it includes. */
  readonly lastUpdateId: number
  readonly bids: readonly WireLevel[]
  readonly asks: readonly WireLevel[]
}

/** One of `GET /api/v3/historicalTrades`. */
export interface WireRestTrade {
  readonly id: number
  readonly price: string
  readonly qty: string
  readonly time: number
  readonly isBuyerMaker: boolean
}

/** One of `symbols` in `GET /api/v3/exchangeInfo`. */
export interface WireSymbol {
  readonly symbol: string
  readonly status: string
  readonly baseAsset: string
  readonly quoteAsset: string
  /** Digits after the point, used where the filter that says more is absent or 0 (disabled). */
  readonly baseAssetPrecision: number
  readonly quoteAssetPrecision: number
  readonly filters: readonly WireFilter[]
}

/** Every filter is optional; of each, only what we use. */
export interface WireFilter {
  readonly filterType: string
  /** `PRICE_FILTER`. */
  readonly tickSize: string
  /** `LOT_SIZE`. */
  readonly stepSize: string
  readonly minQty: string
  readonly maxQty: string
  /** `NOTIONAL`; in 2021 the filter was called `MIN_NOTIONAL`. */
  readonly minNotional: string
}
