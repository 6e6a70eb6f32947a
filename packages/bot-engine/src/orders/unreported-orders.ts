import type { OrderState } from '@md/types'
import type { Order } from './order.ts'
import type { Inquiry } from './reconcile-options.ts'
import { steadyTime } from './steady-time.ts'
import { untilSettled } from './waits.ts'

export interface Found {
  readonly order: Order
  /** `undefined`: the venue has settled that it does not have it. */
  readonly state: OrderState | undefined
}

/**
 * What became of the bot's orders that are not ended here, and are not open at the venue. Left out are those of which
 * something has been heard while they were asked for in vain: that is newer.
 */
export async function unreportedOrders(inquiry: Inquiry, open: readonly OrderState[]): Promise<readonly Found[]> {
  const { exchange, isArriving, orders } = inquiry.options
  const isOpenThere = new Set(open.map(({ clientOrderId }) => clientOrderId))
  const rest = orders.open.filter(
    ({ request }) =>
      request.exchange === exchange &&
      !isOpenThere.has(request.clientOrderId) &&
      isArriving?.(request.clientOrderId) !== true,
  )
  const found = await Promise.all(rest.map((order) => findOut(inquiry, order)))
  return found.filter(({ order, state }) => state !== undefined || isUnchanged(inquiry, order))
}

/** An order whose outcome was never heard may have left the moment before the bot was ended. */
async function findOut(inquiry: Inquiry, order: Order): Promise<Found> {
  const { options, questions } = inquiry
  const { clientOrderId, symbol } = order.request
  const found = await untilSettled(
    inquiry,
    () => questions.ask(`order ${clientOrderId}`, () => options.venue.find(symbol, clientOrderId)),
    (answer) => answer?.answer !== undefined || !isUnchanged(inquiry, order),
    settledBy(inquiry, order),
  )
  return { order, state: found?.answer }
}

/** Where the clock was set back since the order was sent, what is left to wait is not more than it was then. */
function settledBy({ options: { clock }, settledBy: ours }: Inquiry, { createdAt, settledBy, status }: Order): number {
  if (status !== 'unknown' || settledBy === undefined) return ours
  const longest = clock.monotonic() + settledBy - createdAt
  return Math.min(steadyTime(clock, settledBy), Math.max(ours, longest))
}

const isUnchanged = ({ options }: Inquiry, order: Order): boolean =>
  options.orders.get(order.request.clientOrderId) === order
