import type { Clock, ExchangeId, ExecutionVenue, Market, OrderState } from '@md/types'
import type { InputBody } from '../journal/entry.ts'
import type { Order } from './order.ts'
import type { Orders } from './orders.ts'
import type { Questions } from './questions.ts'
import type { Adjustment } from './shortages.ts'

/**
 * What becomes of an order the venue works under an id of this bot, and that is not in its journal. `cancel` adopts it
 * first, so that what it was filled counts. Orders of others are never touched: a bot cannot know whose they are.
 */
export type UnknownOrders = 'adopt' | 'ignore' | 'cancel'

export interface ReconcileOptions {
  readonly botId: string
  readonly exchange: ExchangeId
  /** The bot's markets at the exchange. */
  readonly markets: readonly Market[]
  /** Only read. */
  readonly orders: Orders
  /** Venue time of the last fill in the ledger, ms since the epoch; `undefined` where there is none. */
  lastFillAt(market: Market): number | undefined
  readonly venue: Pick<ExecutionVenue, 'balances' | 'fills' | 'find' | 'openOrders'>
  readonly unknownOrders: UnknownOrders
  /** Of an order whose sending has not been answered yet, in a bot that runs: its desk finds out about it. */
  isArriving?(clientOrderId: string): boolean
  readonly clock: Clock
  /** Ends the waiting: the reconciliation fails then. */
  readonly signal?: AbortSignal
  /** Until the venue is taken to know about what was sent just before the start, ms. Default 10,000. */
  readonly settleMs?: number
  /** How far before the last known fill, or the oldest order in question, fills are asked for, ms. Default 60,000. */
  readonly overlapMs?: number
  readonly answerMs?: number
}

export interface Reconciliation {
  /** To be written down and put among the orders before anything else. */
  readonly adopted: readonly Order[]
  /** To be handled in this order. */
  readonly inputs: readonly Extract<InputBody, { readonly type: 'found' | 'order' | 'fill' | 'balance' }>[]
  /** Adopted orders that are to be cancelled, by client order id. */
  readonly cancel: readonly string[]
  /** Ended here, and worked by the venue: to be cancelled there. */
  readonly strays: readonly Order[]
  readonly adjustments: readonly Adjustment[]
  /** Orders of others in the bot's markets, which are left alone. */
  readonly foreign: readonly OrderState[]
}

/** One reconciliation as it goes on. */
export interface Inquiry {
  readonly options: ReconcileOptions
  readonly questions: Questions
  /** ms since the epoch. */
  readonly startedAt: number
  /** When the venue knows for certain about what was sent before the start, on the steady clock, ms. */
  readonly settledBy: number
}

export const isOfMarket = (its: Market, { exchange, symbol }: Market): boolean =>
  its.exchange === exchange && its.symbol === symbol
