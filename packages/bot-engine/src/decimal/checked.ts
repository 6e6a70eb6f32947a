import { type Decimal, InvalidInputError } from '@md/types'
import { type Exact, exact } from './exact.ts'

/** Digits with at most one point inside, and a sign where it is negative: no exponent, no NaN, no hexadecimal. */
export const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)

/** A value from outside, exact. @throws InvalidInputError which calls it `what` */
export function checkedExact(what: string, value: Decimal): Exact {
  if (!isDecimal(value)) throw new InvalidInputError(what, value, 'decimal digits such as "0.125", without an exponent')
  return exact(value)
}
