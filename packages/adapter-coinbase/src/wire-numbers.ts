import { toNumber } from '@md/adapter-core'
import { digitsIn } from './digits.ts'

/** Most digits whose value, and whose power of ten, a double holds exactly: their quotient is the nearest double. */
const EXACT_DIGITS = 15
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS }, (_, exponent) => 10 ** exponent)

/**
 * The finite number of a decimal text, else NaN. The same as `Number` gives, sooner: most of decoding a book is this.
 * A blank is not a number, although `Number` says 0.
 */
export function decimalOf(value: unknown): number {
  if (typeof value !== 'string') return toNumber(value)
  const { length } = value
  const number = length > 1 && length <= EXACT_DIGITS ? plainDecimal(value, length) : -1
  return number >= 0 ? number : otherNumber(value)
}

/** Digits with at most one point among them; -1 for any other text. */
function plainDecimal(text: string, length: number): number {
  const point = text.indexOf('.')
  const whole = digitsIn(text, 0, point < 0 ? length : point)
  if (point < 0 || whole < 0) return whole
  const all = digitsIn(text, point + 1, length, whole)
  return all < 0 ? -1 : all / (POWERS_OF_TEN[length - 1 - point] as number)
}

/** Longer texts, signs and exponents. */
const otherNumber = (text: string): number => (text.trim() === '' ? Number.NaN : toNumber(text))
