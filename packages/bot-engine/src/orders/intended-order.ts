import type { Order } from './order.ts'

/** What is decided about an order; the rest is what becomes of it. */
export type OrderDraft = Pick<Order, 'ref' | 'request' | 'purpose' | 'because' | 'createdAt'>

export const intendedOrder = (draft: OrderDraft, sequence: number): Order => ({
  ref: draft.ref,
  sequence,
  request: draft.request,
  purpose: draft.purpose,
  because: draft.because,
  createdAt: draft.createdAt,
  status: 'intended',
  venueOrderId: undefined,
  filled: '0',
  booked: '0',
  cancelling: false,
  settledBy: undefined,
  reject: undefined,
})
