import type { OrderState } from '@md/types'
import type { Order } from './order.ts'
import type { Inquiry } from './reconcile-options.ts'
import { untilSettled } from './waits.ts'

export interface Found {
  readonly order: Order
  /** `undefined`: the venue has settled that it does not have it. */
  readonly state: OrderState | undefined
}

/** What became of the bot's orders that are not ended here, and are not open at the venue. */
export function unreportedOrders(inquiry: Inquiry, open: readonly OrderState[]): Promise<readonly Found[]> {
  const { exchange, orders } = inquiry.options
  const isOpenThere = new Set(open.map(({ clientOrderId }) => clientOrderId))
  const rest = orders.open.filter(
    ({ request }) => request.exchange === exchange && !isOpenThere.has(request.clientOrderId),
  )
  return Promise.all(rest.map((order) => findOut(inquiry, order)))
}

/** An order whose outcome was never heard may have left the moment before the bot was ended. */
async function findOut(inquiry: Inquiry, order: Order): Promise<Found> {
  const { questions, settledBy } = inquiry
  const { clientOrderId, symbol } = order.request
  const { venue } = inquiry.options
  const found = await untilSettled(
    inquiry,
    () => questions.ask(`order ${clientOrderId}`, () => venue.find(symbol, clientOrderId)),
    (answer) => answer?.answer !== undefined,
    order.status === 'unknown' ? (order.settledBy ?? settledBy) : settledBy,
  )
  return { order, state: found?.answer }
}
