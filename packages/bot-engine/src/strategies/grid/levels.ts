import type { Decimal } from '@md/types'
import { Exact, exact, toDecimal } from '../../decimal/exact.ts'
import type { Quantity } from '../../strategy/intent.ts'

export interface GridShape {
  readonly lower: Quantity
  readonly upper: Quantity
  readonly levels: number
  /** `arithmetic`: the same distance between levels. `geometric`: the same ratio. */
  readonly spacing: 'arithmetic' | 'geometric'
}

/** Prices on the venue's tick, lowest first. Fewer than asked for where the tick is coarser than the grid. */
export function gridLevels({ levels, lower, spacing, upper }: GridShape, tickSize: Decimal): readonly Decimal[] {
  const [low, high] = [exact(lower), exact(upper)]
  const share = (i: number) => new Exact(i).div(levels - 1)
  const price = (i: number) =>
    spacing === 'arithmetic' ? low.plus(high.minus(low).mul(share(i))) : low.mul(high.div(low).pow(share(i)))
  const prices = Array.from({ length: levels }, (_, i) => toDecimal(nearestTick(price(i), tickSize)))
  return [...new Set(prices)]
}

const nearestTick = (price: Exact, tickSize: Decimal): Exact =>
  exact(tickSize).isZero() ? price.toSignificantDigits(15) : price.toNearest(tickSize)
