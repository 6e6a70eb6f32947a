/** `10 ** i`; the powers up to 22 are exact doubles. */
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)

const ZERO = 48
const POINT = 46 - ZERO

/** The nearest double to a decimal text, or the number itself; NaN for anything else. */
export function toNumber(value: unknown): number {
  if (typeof value === 'string') return fromText(value)
  return typeof value === 'number' ? value : Number.NaN
}

/**
 * The same as `Number(text)`, and faster on what exchanges send: digits that make a whole number below 2^53, divided
 * by an exact power of ten, are rounded once and therefore right. Everything unusual is left to `Number`.
 */
function fromText(text: string): number {
  const { length } = text
  let digits = 0
  let point = length - 1
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i) - ZERO
    if (code >= 0 && code <= 9) digits = digits * 10 + code
    else if (code === POINT && point === length - 1) point = i
    else return unusual(text)
  }
  const power = POWERS[length - 1 - point]
  return digits <= Number.MAX_SAFE_INTEGER && power !== undefined && length > 1 ? digits / power : unusual(text)
}

/** `Number` takes an empty text, and one of spaces, for 0. */
const unusual = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** Positive and finite, else NaN. */
export function toPrice(value: unknown): number {
  const number = toNumber(value)
  return number > 0 && number < Number.POSITIVE_INFINITY ? number : Number.NaN
}

/** Zero or more and finite, else NaN. */
export function toAmount(value: unknown): number {
  const number = toNumber(value)
  return number >= 0 && number < Number.POSITIVE_INFINITY ? number : Number.NaN
}
