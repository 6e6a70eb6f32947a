import type { OrderRequest, VenueEvent } from '@md/types'

/** What a venue is asked, one line of JSON each. */
export type Question =
  | { readonly call: 'connect' }
  | { readonly call: 'disconnect' }
  /** `sentAt`: ms since the epoch; what arrives long after that is not taken. */
  | { readonly call: 'place'; readonly order: OrderRequest; readonly sentAt: number }
  | { readonly call: 'cancel'; readonly symbol: string; readonly clientOrderId: string }
  | { readonly call: 'find'; readonly symbol: string; readonly clientOrderId: string }
  | { readonly call: 'openOrders' }
  | { readonly call: 'fills'; readonly symbol: string; readonly since: number }
  | { readonly call: 'balances' }
  /** On the way of the orders: what was sent before it has arrived before it. */
  | { readonly call: 'halted' }

export type ToVenue = Question & { readonly id: number }

export type FromVenue =
  | { readonly type: 'answer'; readonly id: number; readonly value?: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'event'; readonly event: VenueEvent }
