import type { OrderRequest } from '@md/types'

/**
 * What goes wrong with one request.
 * `reject`: the venue refuses it. `lost-request`: it never arrives. `lost-ack`: it arrives, its answer does not.
 * Of the last two the client learns that the outcome is unknown.
 */
export type PaperFault = 'reject' | 'lost-request' | 'lost-ack'

export type FaultyRequest =
  | { readonly kind: 'place'; readonly order: OrderRequest }
  | { readonly kind: 'cancel'; readonly symbol: string; readonly clientOrderId: string }

/** Asked once for every request. */
export type PaperFaults = (request: FaultyRequest) => PaperFault | undefined
