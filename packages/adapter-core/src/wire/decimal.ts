import { POWERS_OF_TEN } from './powers-of-ten.ts'

const ZERO = 48
const POINT = 46 - ZERO

/** A finite number from a wire text or number, else NaN. */
export function toNumber(value: unknown): number {
  const number = typeof value === 'string' ? fromText(value) : typeof value === 'number' ? value : Number.NaN
  return Number.isFinite(number) ? number : Number.NaN
}

/** A price from a wire text or number: positive and finite, else NaN. */
export function toPrice(value: unknown): number {
  const number = toNumber(value)
  return number > 0 ? number : Number.NaN
}

/** An amount: zero or more and finite, else NaN. */
export function toAmount(value: unknown): number {
  const number = toNumber(value)
  return number >= 0 ? number : Number.NaN
}

/**
 * The same as `Number(text)`, and faster on what exchanges send: digits that make a whole number below 2^53, divided
 * by an exact power of ten, are rounded once and therefore right. Everything unusual is left to `Number`.
 */
function fromText(text: string): number {
  const { length } = text
  let units = 0
  let point = length - 1
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit >= 0 && digit <= 9) units = units * 10 + digit
    else if (digit === POINT && point === length - 1) point = i
    else return unusual(text)
  }
  const power = POWERS_OF_TEN[length - 1 - point]
  return units <= Number.MAX_SAFE_INTEGER && power !== undefined && length > 1 ? units / power : unusual(text)
}

/** `Number` takes an empty text, and one of blanks, for 0, which would remove a level. */
const unusual = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))
