/** Digits after the point: enough for the product of an amount, a price and a fee. */
const DIGITS = 16

/** Exact, and none of the engine's arithmetic: what judges must not err in the same way. */
export function units(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  if (fraction.length > DIGITS) throw new RangeError(`${text} has more than ${DIGITS} digits after the point`)
  const value = BigInt(whole) * 10n ** BigInt(DIGITS) + BigInt(fraction.padEnd(DIGITS, '0'))
  return text.startsWith('-') ? -value : value
}

/** Of two numbers whose product has no more digits than there is room for. */
export const product = (a: bigint, b: bigint): bigint => (a * b) / 10n ** BigInt(DIGITS)

export function text(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(DIGITS + 1, '0')
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}${fraction === '' ? '' : `.${fraction}`}`
}
