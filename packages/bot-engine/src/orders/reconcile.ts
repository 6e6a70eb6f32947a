import type { OrderState } from '@md/types'
import { adoptedOrder } from './adopted-order.ts'
import { ReconcileError } from './errors.ts'
import { missedFills } from './missed-fills.ts'
import type { Order } from './order.ts'
import { Questions } from './questions.ts'
import { type Inquiry, isOfMarket, type ReconcileOptions, type Reconciliation } from './reconcile-options.ts'
import { type Found, unreportedOrders } from './unreported-orders.ts'

/**
 * Asks the venue for everything that may have happened while the bot was away, and says what is to be made of it. At
 * a start, and in a bot that runs: what comes of it may be older than what has been heard meanwhile, which orders stand.
 * The venue's events have to be listened to already, and to be handled after what this returns. Takes until the venue
 * knows for certain about every order whose fate is open.
 * @throws ReconcileError naming what could not be asked; the bot must not trade then, and try again
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const { answerMs = 15_000, clock, exchange, markets, orders, settleMs = 10_000, unknownOrders, venue } = options
  const startedAt = clock.now()
  const inquiry: Inquiry = {
    options,
    questions: new Questions(clock, answerMs),
    startedAt,
    settledBy: clock.monotonic() + settleMs,
  }
  const endedBefore = new Set(orders.snapshot().ended.map(({ request }) => request.clientOrderId))
  const all = await inquiry.questions.askFor('open orders', () => venue.openOrders())
  const open = all.filter((state) => markets.some((market) => isOfMarket(state, market)))
  check(inquiry)
  const found = await unreportedOrders(inquiry, open)
  check(inquiry)

  const adopted = unknownOrders === 'ignore' ? [] : adoptedOrders(inquiry, open)
  const states = [...open, ...found.flatMap(({ state }) => (state === undefined ? [] : [state]))]
  const { adjustments, fills } = await missedFills(inquiry, adopted, states)
  const balances = await inquiry.questions.askFor('balances', () => venue.balances())
  check(inquiry)

  return {
    adopted,
    inputs: [
      ...found.map(foundInput),
      ...ours(inquiry, open, adopted).map((state) => ({ type: 'order', state }) as const),
      ...fills.map((fill) => ({ type: 'fill', fill }) as const),
      ...balances.map((balance) => ({ type: 'balance', exchange, balance }) as const),
    ],
    cancel: unknownOrders === 'cancel' ? adopted.map(({ request }) => request.clientOrderId) : [],
    strays: open.flatMap(({ clientOrderId }) =>
      endedBefore.has(clientOrderId) ? (orders.get(clientOrderId) ?? []) : [],
    ),
    adjustments,
    foreign: open.filter(({ clientOrderId }) => orders.ownerOf(clientOrderId) === undefined),
  }
}

function check({ options, questions }: Inquiry): void {
  if (questions.failures.length > 0) throw new ReconcileError(options.botId, questions.failures)
}

const foundInput = ({ order, state }: Found) =>
  ({ type: 'found', clientOrderId: order.request.clientOrderId, state }) as const

function adoptedOrders({ options, startedAt }: Inquiry, open: readonly OrderState[]): readonly Order[] {
  const { orders } = options
  return open.flatMap((state) => {
    const owner = orders.ownerOf(state.clientOrderId)
    if (owner === undefined || orders.get(state.clientOrderId) !== undefined) return []
    return [adoptedOrder(state, owner.sequence, startedAt)]
  })
}

function ours({ options }: Inquiry, open: readonly OrderState[], adopted: readonly Order[]): readonly OrderState[] {
  const isAdopted = new Set(adopted.map(({ request }) => request.clientOrderId))
  return open.filter(
    ({ clientOrderId }) => isAdopted.has(clientOrderId) || options.orders.get(clientOrderId) !== undefined,
  )
}
