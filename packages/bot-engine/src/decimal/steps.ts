import type { Decimal } from '@md/types'
import { type Exact, exact } from './exact.ts'
import type { Rounding } from './units.ts'

/** `step` 0 leaves the value as it is: the venue has no such rule. */
function toStep(value: Exact, step: Decimal, rounding: Rounding): Exact {
  const size = exact(step)
  return size.isZero() ? value : value.toMultiple(size, rounding)
}

/** Towards zero. */
export const floorTo = (value: Exact, step: Decimal): Exact => toStep(value, step, 'down')

/** Down for a buyer, up for a seller: a price that is never worse than the one asked for. */
export const passiveTo = (price: Exact, tick: Decimal, side: 'buy' | 'sell'): Exact =>
  toStep(price, tick, side === 'buy' ? 'floor' : 'ceil')

export const isMultipleOf = (value: Exact, step: Decimal): boolean => floorTo(value, step).eq(value)
