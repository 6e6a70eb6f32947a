import type { Decimal } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'

/** The value of a decimal text; `undefined` for one that is no finite number without exponent. */
export const decimalOf = (text: Decimal): Exact | undefined => (isDecimal(text) ? exact(text) : undefined)

/** -1, 0 or 1, read off the text; `undefined` for one that is no finite number without exponent. */
export function signOf(text: Decimal): number | undefined {
  if (!isDecimal(text)) return undefined
  if (!/[1-9]/.test(text)) return 0
  return text.startsWith('-') ? -1 : 1
}

const isDecimal = (text: Decimal): boolean => typeof text === 'string' && /^-?\d+(?:\.\d+)?$/.test(text)

/** A market-data number as it can be computed with; `undefined` where it is no price or amount. */
export const positive = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined
