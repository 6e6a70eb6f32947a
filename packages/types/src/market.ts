import type { ExchangeId } from './exchange.ts'

/** One instrument on one exchange. `symbol` is unified: `BASE/QUOTE`, upper case, as in `BTC/USDT`. */
export interface Market {
  readonly exchange: ExchangeId
  readonly symbol: string
}

export interface Stamped extends Market {
  /** The exchange's own time in ms since the epoch; `undefined` where the venue sends none. Never invented. */
  readonly timestamp: number | undefined
  /** Our clock when the frame arrived, in ms since the epoch, with fractions. */
  readonly receivedAt: number
}

/** A canonical decimal number as text: no exponent, no superfluous zero. Money is always this, market data never. */
export type Decimal = string

export type Side = 'buy' | 'sell'
