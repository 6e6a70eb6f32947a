import type { VenueRest } from '@md/adapter-core'
import { candles } from './rest-candles.ts'
import { bookSnapshot } from './rest-depth.ts'
import { instruments } from './rest-instruments.ts'
import { trades } from './rest-trades.ts'

/** What Binance tells by REST: Binance Spot API documentation, "Public REST API for Binance". None of it needs a key. */
export const binanceRest: VenueRest = { instruments, candles, trades, bookSnapshot }
