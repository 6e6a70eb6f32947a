import type { Decimal } from '@md/types'

/** Digits with at most one point inside, and a sign where it is negative: no exponent, no NaN, no hexadecimal. */
export const isDecimal = (value: unknown): value is Decimal =>
  typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)
