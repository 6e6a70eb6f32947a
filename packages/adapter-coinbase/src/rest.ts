import type { VenueRest } from '@md/adapter-core'
import { candles } from './rest-candles.ts'
import { instruments } from './rest-instruments.ts'
import { trades } from './rest-trades.ts'

/**
 * The venue's REST API, public part (docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products).
 * `now` stamps what arrives, in ms since the epoch.
 */
export const coinbaseRest = (now: () => number): VenueRest => ({
  instruments,
  candles: (get, market, interval, from, to) => candles(get, market, { interval, from, to }, now),
  trades: (get, hole) => trades(get, hole, now),
})
