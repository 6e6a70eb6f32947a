import type { Decimal, Instrument, Market, OrderBook } from '@md/types'
import type { OrderView } from '../orders/order.ts'

/** A position as a strategy sees it. Frozen: a new one is made when it changes. */
export interface PositionView {
  readonly market: Market
  /** Base currency, negative when short. */
  readonly amount: Decimal
  /** The same as a number: for decisions, never for orders that must be exact. */
  readonly size: number
  /** Quote currency per base; `'0'` when flat. */
  readonly averageEntry: Decimal
  /** Quote currency, fees in quote and base included. */
  readonly realised: Decimal
  /** Engine time of the fill that opened it; `undefined` when flat. */
  readonly openedAt: number | undefined
}

/** What a hook may read. Valid during the hook; holds no clock, no network, no way to act but what the hook returns. */
export interface BotContext<P = unknown, S = unknown, I = unknown> {
  readonly botId: string
  readonly params: P
  /** Plain JSON. Changed in place or replaced; kept in the store together with the orders it gave rise to. */
  state: S
  /** Made anew at every start, and filled by the warm-up. */
  readonly indicators: I
  /** Engine time: that of the input being handled, ms since the epoch. */
  readonly now: number
  /** The first market the strategy subscribes to; `market` unset means this one everywhere. */
  readonly market: Market
  readonly markets: readonly Market[]
  /** Last price of the market; `undefined` before the first. */
  price(market?: Market): number | undefined
  /** The verified book; look at its `status`. */
  book(market?: Market): OrderBook | undefined
  position(market?: Market): PositionView
  instrument(market?: Market): Instrument
  /** The latest order of that name, ended or not. */
  order(ref: string): OrderView | undefined
  /** Orders that are not ended, oldest first. */
  openOrders(): readonly OrderView[]
  /** Free balance as last told by the venue of the market; `'0'` when it never was. */
  free(asset: string, market?: Market): Decimal
}
