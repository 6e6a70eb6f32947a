import type { Decimal, Instrument, Market, OrderBook, OrderType, Side, TimeInForce } from '@md/types'
import type { Order, Purpose } from '../orders/order.ts'
import type { PositionView } from '../strategy/context.ts'
import type { TradingState } from './limits.ts'

/** An order that may leave if nothing speaks against it. Already rounded to tick and step. */
export interface Proposal {
  readonly ref: string
  readonly market: Market
  readonly side: Side
  readonly type: OrderType
  readonly amount: Decimal
  readonly price: Decimal | undefined
  readonly stopPrice: Decimal | undefined
  readonly timeInForce: TimeInForce | undefined
  readonly postOnly: boolean
  readonly purpose: Purpose
}

/** Profit and loss of the bot, in the quote currency of its first market. */
export interface Standing {
  /** Capital plus everything realised and unrealised. */
  readonly equity: number
  readonly peakEquity: number
  /** Equity at the first input since midnight UTC. */
  readonly dayStartEquity: number
  /** Losing round trips in a row, and engine time of the last of them. */
  readonly lossStreak: number
  readonly lastLossAt: number | undefined
}

/** Everything the chain may look at: one moment of one bot. */
export interface RiskView {
  readonly now: number
  readonly trading: TradingState
  /** Not undefined: the bot is degraded, and this is why. */
  readonly feedDown: string | undefined
  /** Not undefined: the circuit breaker is open until then (ms since the epoch). */
  readonly circuitOpenUntil: number | undefined
  readonly instrument: Instrument
  /** Last price of the market, and when it arrived here. */
  readonly price: number | undefined
  readonly priceAt: number | undefined
  /** Undefined where the bot does not subscribe to the book. */
  readonly book: OrderBook | undefined
  readonly position: PositionView
  /** Value at entry of the bot's positions in its other markets, quote currency. */
  readonly otherExposure: Decimal
  /**
   * All orders of the bot, in all its markets, that are not ended: an unknown one counts as if it were open. Besides them
   * ended ones of which fills are still to come (`booked` below `filled`): they count as exposure, not as open.
   */
  readonly openOrders: readonly Order[]
  readonly ordersLastMinute: number
  readonly standing: Standing
  /** Free balance of an asset; undefined where the venue has told no balances at all. */
  free(asset: string): Decimal | undefined
  readonly allowShort: boolean
  /** Fraction a taker pays, and in which asset the venue takes it from a buyer. */
  readonly takerFee: number
  readonly feeInBase: boolean
  /** Fraction of the entry at which a guard would end the position at the latest. Unset: nothing guards it. */
  readonly stopLoss?: number | undefined
  /** Base currency held in another market of the bot, negative when short; of interest where shorts are allowed. */
  positionIn?(market: Market): Decimal
  /** Last price of another market of the bot: what a market order on its way there is valued at. */
  priceIn?(market: Market): number | undefined
}
