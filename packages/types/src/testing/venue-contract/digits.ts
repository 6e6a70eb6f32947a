import type { Decimal } from '../../market.ts'

/** Digits kept after the point: the product of two amounts of a venue has fewer. */
const DIGITS = 40

const FORM = /^(-?)(\d+)(?:\.(\d+))?$/

/** A decimal as a whole number of 10^-40. @throws when it is none */
export function units(value: Decimal): bigint {
  const [, sign = '', whole = '', fraction = ''] = FORM.exec(value) ?? []
  if (whole === '' || fraction.length > DIGITS) throw new TypeError(`${JSON.stringify(value)} is no decimal`)
  const magnitude = BigInt(whole + fraction.padEnd(DIGITS, '0'))
  return sign === '-' ? -magnitude : magnitude
}

export const product = (a: Decimal, b: Decimal): bigint => (units(a) * units(b)) / 10n ** BigInt(DIGITS)

export const sumOf = (values: readonly Decimal[]): bigint => values.reduce((sum, value) => sum + units(value), 0n)

/** Whether a decimal is written as the vocabulary asks: no superfluous zero, no negative zero. */
export const isCanonical = (value: Decimal): boolean =>
  /^(?:0|-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?)$/.test(value) && value !== '-0'
