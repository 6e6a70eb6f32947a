import type { Stamped } from './market.ts'

/** The latest price of a market and its rolling 24 hours. Amounts and volumes are in the base currency. */
export interface Ticker extends Stamped {
  readonly last: number
  /** Best bid. Equals `last` when `quote` is `'last'`. */
  readonly bid: number
  /** Best ask. Equals `last` when `quote` is `'last'`. */
  readonly ask: number
  /** `'live'`: bid and ask are the venue's quote. `'last'`: the stream has no quote, both fall back to `last`. */
  readonly quote: 'live' | 'last'
  readonly bidAmount?: number
  readonly askAmount?: number
  readonly high24h?: number
  readonly low24h?: number
  readonly open24h?: number
  /** Base currency. */
  readonly volume24h?: number
  /** Quote currency, only where the venue sends it. */
  readonly quoteVolume24h?: number
}
