import type { Decimal } from '@md/types'
import { exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { PlaceIntent } from '../strategy/intent.ts'
import { ENDED, type Order } from './order.ts'

/** An order that is to take the place of one that is being cancelled; JSON. Unset: as it was. */
export interface Replacement {
  /** Of both orders together, base currency: what the old one was filled counts. */
  readonly amount: Decimal | undefined
  readonly price: Decimal | undefined
  readonly because: string
}

export type ReplacementStep =
  /** The old order still works, or nobody knows whether it does: never two at once. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'place'; readonly intent: PlaceIntent }
  /** There is nothing to place, or the old order stays. */
  | { readonly kind: 'over'; readonly reason: string }

/** What a replacement comes to now that its order is as it is. To be asked after every change of the order. */
export function replacementStep(replacement: Replacement, order: Order): ReplacementStep {
  const { cancelling, filled, request, status } = order
  const { clientOrderId } = request
  if (!ENDED.has(status)) {
    return cancelling
      ? { kind: 'wait' }
      : { kind: 'over', reason: `${clientOrderId} could not be cancelled, and stays` }
  }
  if (status === 'filled') return { kind: 'over', reason: `${clientOrderId} was filled before it could be cancelled` }
  const amount = exact(replacement.amount ?? request.amount)
  const rest = amount.minus(filled)
  if (rest.lte(ZERO))
    return { kind: 'over', reason: `${clientOrderId} was filled ${filled}, and ${amount.toFixed()} was wanted` }
  return { kind: 'place', intent: successor(order, toDecimal(rest), replacement) }
}

/** What takes the place of an exit may do no more than end the position, which others may have made smaller meanwhile. */
function successor(
  { purpose, ref, request }: Order,
  amount: Decimal,
  { because, price: wanted }: Replacement,
): PlaceIntent {
  const { exchange, postOnly, side, stopPrice, symbol, timeInForce, type } = request
  const price = wanted ?? request.price
  return {
    kind: 'place',
    ref,
    market: { exchange, symbol },
    side,
    type,
    amount,
    ...(price === undefined ? {} : { price }),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(timeInForce === undefined ? {} : { timeInForce }),
    ...(postOnly === undefined ? {} : { postOnly }),
    ...(purpose === 'exit' && { reduceOnly: true }),
    because,
  }
}
