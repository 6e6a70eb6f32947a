import type { Decimal } from '@md/types'

/** Limits of one bot. Values are in the quote currency of the market. What is unset is not limited. */
export interface RiskLimits {
  readonly maxOrderValue?: Decimal
  /** |position| plus everything on its way that would add to it, at the price of each. */
  readonly maxPositionValue?: Decimal
  /** The same summed over all markets of the bot. */
  readonly maxGrossExposure?: Decimal
  readonly maxOpenOrders?: number
  /** In any 60 seconds of engine time; exits are counted and never refused for it. */
  readonly maxOrdersPerMinute?: number
  /** Fraction by which a price may be worse than the book's best (or the last price where there is no book). */
  readonly priceCollar?: number
  /** How old the last price may be, ms. */
  readonly maxPriceAgeMs?: number
  /** Loss since midnight UTC, realised and unrealised, at which new exposure ends for the day. */
  readonly maxDailyLoss?: Decimal
  /** Fraction of the highest equity so far. */
  readonly maxDrawdown?: number
  /** After `count` losing round trips in a row no new exposure for `coolDownMs`. */
  readonly lossStreak?: { readonly count: number; readonly coolDownMs: number }
}

/** Limits over all bots of an account, or of the whole process. */
export interface SharedRiskLimits {
  readonly maxGrossExposure?: Decimal
  readonly maxOpenOrders?: number
  readonly maxOrdersPerMinute?: number
  readonly maxDailyLoss?: Decimal
}

/** `reducing`: exits alone. `halted`: nothing at all. */
export type TradingState = 'active' | 'reducing' | 'halted'
