import type { Decimal } from '@md/types'
import { Exact, exact } from './exact.ts'

/** `step` 0 leaves the value as it is: the venue has no such rule. */
function toStep(value: Exact, step: Decimal, rounding: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8): Exact {
  const size = exact(step)
  return size.isZero() ? value : value.div(size).toDecimalPlaces(0, rounding).mul(size)
}

/** Towards zero. */
export const floorTo = (value: Exact, step: Decimal): Exact => toStep(value, step, Exact.ROUND_DOWN)

/** Down for a buyer, up for a seller: a price that is never worse than the one asked for. */
export const passiveTo = (price: Exact, tick: Decimal, side: 'buy' | 'sell'): Exact =>
  toStep(price, tick, side === 'buy' ? Exact.ROUND_FLOOR : Exact.ROUND_CEIL)

export const isMultipleOf = (value: Exact, step: Decimal): boolean => toStep(value, step, Exact.ROUND_DOWN).eq(value)
