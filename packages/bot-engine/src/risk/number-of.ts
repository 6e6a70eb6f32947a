import type { Decimal } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'

/** The value of a decimal text; `undefined` for one that is no finite number without exponent. */
export const decimalOf = (text: Decimal): Exact | undefined =>
  typeof text === 'string' && /^-?\d+(?:\.\d+)?$/.test(text) ? exact(text) : undefined

/** A market-data number as it can be computed with; `undefined` where it is no price or amount. */
export const positive = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined
