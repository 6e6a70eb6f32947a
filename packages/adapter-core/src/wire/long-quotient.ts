/** How many decimal digits the low part of a long number holds. */
export const LOW_DIGITS = 9
const BILLION = 1e9

/** Splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1

/** Far above what the arithmetic below loses, far below half of the distance between doubles. */
const DOUBT = 2 ** -93

/**
 * `high * 10⁹ + low`, a whole number with more digits than a double holds, divided by an exact power of ten and rounded once,
 * as `Number` rounds its text. NaN where it lies so near the middle between two doubles that this cannot tell them apart.
 * `high` is from 1 and below 2^53, `low` below 10⁹. Computed with two doubles for each value (Dekker, 1971).
 */
export function longQuotient(high: number, low: number, power: number): number {
  const product = high * BILLION
  const units = product + low
  const lost = low - (units - product) + productError(high, BILLION, product)

  const first = units / power
  const back = first * power
  const remainder = units - back - productError(first, power, back) + lost
  const correction = remainder / power

  const doubt = first * DOUBT
  const quotient = first + (correction + doubt)
  return quotient === first + (correction - doubt) ? quotient : Number.NaN
}

/** What `product` lacks of `a * b`. */
function productError(a: number, b: number, product: number): number {
  const aHigh = highHalf(a)
  const bHigh = highHalf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

function highHalf(value: number): number {
  const scaled = value * SPLITTER
  return scaled - (scaled - value)
}
