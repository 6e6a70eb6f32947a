import type { Instrument, Side } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'

/** Fractions of what is traded: 0.001 is 0.1 %. A maker's may be negative, a rebate. */
export interface PaperFees {
  readonly maker: number
  readonly taker: number
  /** `'received'`: a buyer pays in base, a seller in quote. `'quote'`: both pay in quote, a buyer on top of the price. */
  readonly asset: 'quote' | 'received'
}

export interface Deal {
  readonly side: Side
  readonly price: Exact
  readonly amount: Exact
  readonly liquidity: 'maker' | 'taker'
}

export interface Fee {
  readonly amount: Exact
  readonly asset: string
}

/** Not rounded: what the fractions give, to the last digit. */
export function feeOf(deal: Deal, fees: PaperFees, { base, quote }: Instrument): Fee {
  const rate = exact(fees[deal.liquidity])
  if (deal.side === 'buy' && fees.asset === 'received') return { amount: deal.amount.mul(rate), asset: base }
  return { amount: deal.amount.mul(deal.price).mul(rate), asset: quote }
}

/** By how much a buyer's quote must exceed the price of what is bought, as a factor. */
export function coverFactor({ maker, taker, asset }: PaperFees, liquidity?: 'taker'): Exact {
  if (asset === 'received') return exact(1)
  return exact(1).plus(liquidity === 'taker' ? taker : Math.max(maker, taker, 0))
}
