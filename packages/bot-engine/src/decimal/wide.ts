import type { Decimal } from '@md/types'
import { Decimal as DecimalJs } from 'decimal.js'
import { parsed, textOf } from './text.ts'
import type { Parts } from './units.ts'

/** Any number of digits; 60 of them are kept, half to even. */
export const Wide = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})

export type Wide = DecimalJs

/** A number is taken at its shortest decimal text. @throws when it is no number */
export function partsOf(value: Decimal | number): Parts {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { units: value, scale: 0, wide: undefined }
  return parsed(`${value}`) ?? narrowed(new Wide(value))
}

export const wideOf = (parts: Parts): Wide => parts.wide ?? new Wide(parts.units === 0 ? parts.units : textOf(parts))

/** What was computed with many digits may need few. */
export function narrowed(wide: Wide): Parts {
  if (wide.isZero()) return { units: wide.isNegative() ? -0 : 0, scale: 0, wide: undefined }
  return (wide.isFinite() ? parsed(wide.toFixed()) : undefined) ?? { units: Number.NaN, scale: 0, wide }
}
