import type { OrderState } from '@md/types'
import { intendedOrder } from './intended-order.ts'
import type { Order } from './order.ts'

/** An order that the venue has and nobody remembers. What the venue does not say of it is taken as the plainest. */
export function adoptedOrder(state: OrderState, sequence: number, now: number): Order {
  const { amount, clientOrderId, exchange, price, side, symbol } = state
  const kind = price === undefined ? ({ type: 'market' } as const) : ({ type: 'limit', price } as const)
  return intendedOrder(
    {
      ref: `adopted/${clientOrderId}`,
      request: { exchange, symbol, clientOrderId, side, amount, ...kind },
      purpose: 'exposure',
      because: 'found at the venue with an id of this bot, and not in its journal',
      createdAt: now,
    },
    sequence,
  )
}
