import type { Order, OrderView } from './order.ts'

const views = new WeakMap<Order, OrderView>()

/** Frozen, and the same one for the same order. */
export function orderView(order: Order): OrderView {
  const known = views.get(order)
  if (known !== undefined) return known
  const { because, filled, ref, reject, request, status } = order
  const { amount, clientOrderId, exchange, price, side, symbol } = request
  const view = Object.freeze<OrderView>({
    ref,
    market: { exchange, symbol },
    clientOrderId,
    side,
    status,
    amount,
    filled,
    price,
    because,
    reason: reject === undefined ? undefined : `${reject.code}: ${reject.message}`,
  })
  views.set(order, view)
  return view
}
