import type { VenueRest } from '@md/adapter-core'
import { candles } from './rest-candles.ts'
import { instruments } from './rest-instruments.ts'
import { trades } from './rest-trades.ts'

/**
 * What Kraken tells by REST: Kraken API Center, "Spot REST / Market Data". None of it needs a key.
 * `now` stamps what arrives, in ms since the epoch.
 */
export const krakenRest = (now: () => number): VenueRest => ({
  instruments,
  candles: (get, market, interval, from, to) => candles(get, market, { interval, from, to }, now),
  trades: (get, hole) => trades(get, hole, now),
})
