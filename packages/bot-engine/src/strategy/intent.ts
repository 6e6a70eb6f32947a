import type { Decimal, Market, OrderType, Side, TimeInForce } from '@md/types'
import type { Barriers } from '../positions/barriers.ts'

/** A number is taken at its shortest decimal text. */
export type Quantity = Decimal | number

/** What a hook wants done: plain data. The engine rounds, checks, journals and does it, or says why not. */
export type Intent =
  | PlaceIntent
  | CancelIntent
  | ReplaceIntent
  | CloseIntent
  | ProtectIntent
  | ExecuteIntent
  | TimerIntent
  | NoteIntent
  | StopIntent

/** Unset: the first market the strategy subscribes to. */
interface OfMarket {
  readonly market?: Market
}

export interface PlaceIntent extends OfMarket {
  readonly kind: 'place'
  /** The strategy's own name for the order, such as `grid/7`. One order that is not ended has it at a time. */
  readonly ref: string
  readonly side: Side
  readonly type: OrderType
  /** Base currency; rounded down to the venue's step. */
  readonly amount: Quantity
  /** Rounded to the venue's tick: down for a buy, up for a sell. */
  readonly price?: Quantity
  readonly stopPrice?: Quantity
  readonly timeInForce?: TimeInForce
  readonly postOnly?: boolean
  /** Never more than what closes the position: the amount is cut to it. */
  readonly reduceOnly?: boolean
  readonly because: string
}

export interface CancelIntent {
  readonly kind: 'cancel'
  readonly ref: string
  readonly because: string
}

/** Cancels, and places anew once the venue says how much was filled: never two orders at once. */
export interface ReplaceIntent {
  readonly kind: 'replace'
  readonly ref: string
  /** Of both orders together, base currency: what the old one was filled counts. */
  readonly amount?: Quantity
  readonly price?: Quantity
  readonly because: string
}

/** Ends the position at market. */
export interface CloseIntent extends OfMarket {
  readonly kind: 'close'
  readonly because: string
}

/** Sets how the position of the market is guarded from now on; `undefined` takes the guard away. */
export interface ProtectIntent extends OfMarket {
  readonly kind: 'protect'
  readonly barriers: Barriers | undefined
  /** Opened elsewhere, and the bot's from now on: base currency, negative when short, and quote currency per base. */
  readonly position?: { readonly amount: Quantity; readonly entry: Quantity }
}

/** Hands an order to an execution algorithm, which cuts it up. Its orders are named `<ref>/1`, `<ref>/2` … */
export interface ExecuteIntent extends OfMarket {
  readonly kind: 'execute'
  readonly ref: string
  readonly algorithm: 'twap'
  readonly side: Side
  readonly amount: Quantity
  readonly overMs: number
  readonly slices: number
  readonly because: string
}

/** Calls the `timer` hook once. A timer of the same name is replaced. `afterMs` undefined: taken back. */
export interface TimerIntent {
  readonly kind: 'timer'
  readonly name: string
  readonly afterMs: number | undefined
}

export interface NoteIntent {
  readonly kind: 'note'
  readonly message: string
}

/** The bot ends itself, by its policy for open orders. */
export interface StopIntent {
  readonly kind: 'stop'
  readonly because: string
}
