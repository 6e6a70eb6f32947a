import type { Decimal } from '@md/types'
import { Decimal as DecimalJs } from 'decimal.js'

/**
 * Exact arithmetic of money. Sums, differences and products of what venues send are exact;
 * a quotient is rounded, half to even, to 60 digits.
 */
export const Exact = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})

export type Exact = DecimalJs

/** A number is taken at its shortest decimal text. @throws when it is no number */
export const exact = (value: Decimal | number): Exact => new Exact(value)

/** Canonical: no exponent, no superfluous zero, no negative zero. */
export const toDecimal = (value: Exact): Decimal => (value.isZero() ? '0' : value.toFixed())

export const ZERO: Exact = new Exact(0)
