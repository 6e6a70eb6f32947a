import type { Decimal, Market, OrderRequest, RejectCode, Side } from '@md/types'

/**
 * `intended`: written down, not known to have been sent. `unknown`: sent, and nobody knows whether it arrived.
 * `lost`: the venue settled that it never had it. Ended: filled, cancelled, rejected, expired, lost.
 */
export type OrderStatus =
  | 'intended'
  | 'unknown'
  | 'open'
  | 'partially-filled'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired'
  | 'lost'

export const ENDED: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'lost',
])

/** Why the order is there: `exit` only ever makes the position smaller. */
export type Purpose = 'exposure' | 'exit'

/** One order of one bot, as the journal keeps it. Immutable. */
export interface Order {
  readonly ref: string
  /** +1 per order of the bot; part of the client order id. */
  readonly sequence: number
  readonly request: OrderRequest
  readonly purpose: Purpose
  readonly because: string
  /** Engine time at which it was written down. */
  readonly createdAt: number
  readonly status: OrderStatus
  readonly venueOrderId: string | undefined
  /** Base currency: the larger of what the fills add up to and what the venue told. Never falls, never above the amount. */
  readonly filled: Decimal
  /** The part of it whose fills are in the ledger. Less than `filled`: fills are still to come, or have to be asked for. */
  readonly booked: Decimal
  /** A cancel has been asked for. Until the order has ended or the venue refuses; its acceptance alone ends nothing. */
  readonly cancelling: boolean
  /** Unknown outcomes: when the venue will know for certain, ms since the epoch. */
  readonly settledBy: number | undefined
  readonly reject: { readonly code: RejectCode; readonly message: string } | undefined
}

/** What a strategy sees of an order; `refused`: the risk chain did not let it pass, and it never existed elsewhere. */
export interface OrderView {
  readonly ref: string
  readonly market: Market
  readonly clientOrderId: string
  readonly side: Side
  readonly status: OrderStatus | 'refused'
  readonly amount: Decimal
  readonly filled: Decimal
  readonly price: Decimal | undefined
  readonly because: string
  /** Of a rejection or a refusal. */
  readonly reason: string | undefined
}
