import type { Candle } from './candle.ts'
import type { ExchangeId } from './exchange.ts'
import type { Interval } from './interval.ts'
import type { Decimal, Market } from './market.ts'

/** A tradable pair and the venue's rules for it. */
export interface Instrument extends Market {
  readonly base: string
  readonly quote: string
  /** The venue's own spelling on its market-data wire: `BTCUSDT`, `BTC-USD`, `BTC/USD`. */
  readonly venueSymbol: string
  readonly status: 'trading' | 'halted' | 'cancel-only' | 'post-only' | 'limit-only'
  /** Price step. */
  readonly tickSize: Decimal
  /** Amount step, base currency. */
  readonly stepSize: Decimal
  /** Base currency. */
  readonly minAmount?: Decimal
  readonly maxAmount?: Decimal
  /** Quote currency. */
  readonly minNotional?: Decimal
}

/** What an exchange knows besides its streams. By REST. */
export interface ReferenceData {
  instruments(exchange: ExchangeId): Promise<readonly Instrument[]>
  /** Closed and open candles with `from <= openTime < to` (ms), oldest first. */
  candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]>
}
