import type { Decimal as Wide } from 'decimal.js'

/** A number: so many units of `10^-scale` where they fit, or else what takes any number of digits. */
export interface Parts {
  /** Whole, and no larger than a number tells from its neighbours; NaN where there is a `wide`. */
  readonly units: number
  readonly scale: number
  readonly wide: Wide | undefined
}

export type Rounding = 'down' | 'floor' | 'ceil'

/** Ten to more is not exact as a number. */
const MOST_PLACES = 22

const POWERS = Array.from({ length: MOST_PLACES + 1 }, (_, exponent) => Number(`1e${exponent}`))

/** 10 to the `exponent`, 22 at most. */
export const powerOfTen = (exponent: number): number => POWERS[exponent] ?? Number.NaN

/** In units of `10^-scale`, which are no larger than its own. Rounded where that is too much: see `isExact`. */
export const unitsAt = ({ scale: own, units }: Parts, scale: number): number =>
  own === scale ? units : units * powerOfTen(scale - own)

/** False for what may have been rounded: what is too large to be exact is never rounded to what is not. */
export const isExact = (units: number): boolean => units <= Number.MAX_SAFE_INTEGER && units >= Number.MIN_SAFE_INTEGER

/** With as few places as it takes. Undefined: it does not fit. */
export function fitted(units: number, scale: number): Parts | undefined {
  if (!isExact(units)) return undefined
  if (units === 0) return { units, scale: 0, wide: undefined }
  let fewer = units
  let places = scale
  while (places > 0 && fewer % 10 === 0) {
    fewer /= 10
    places -= 1
  }
  return places > MOST_PLACES ? undefined : { units: fewer, scale: places, wide: undefined }
}
