import type { Instrument, OrderRequest } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'

export interface Locked {
  readonly asset: string
  readonly amount: Exact
}

interface Resting {
  readonly request: Pick<OrderRequest, 'side' | 'type' | 'amount' | 'price' | 'timeInForce'>
  readonly filled: string
}

/**
 * What an order certainly holds of a spot balance while it rests. Of a buy that is its price alone: whether the venue
 * sets a fee aside as well, it does not say.
 */
export function lockOf(
  { filled, request: { amount, price, side, timeInForce, type } }: Resting,
  { base, quote }: Pick<Instrument, 'base' | 'quote'>,
): Locked | undefined {
  if (type === 'market' || timeInForce === 'IOC' || timeInForce === 'FOK') return undefined
  const rest = exact(amount).minus(filled)
  if (side === 'sell') return { asset: base, amount: rest }
  return price === undefined ? undefined : { asset: quote, amount: rest.mul(price) }
}
