/** Exact decimal text of an integer count of 10^-decimals: (78871500, 3) is "78871.500". */
export function digits(count: number | bigint, decimals: number): string {
  if (decimals === 0) return String(count)

  const negative = count < 0
  const text = (negative ? String(-count) : String(count)).padStart(decimals + 1, '0')
  const point = text.length - decimals
  return `${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`
}

/** The same number with more decimals, as Binance pads everything to eight. */
export function paddedDigits(count: number | bigint, decimals: number, shown: number): string {
  const text = digits(count, decimals)
  const missing = shown - decimals
  if (missing <= 0) return text
  return decimals === 0 ? `${text}.${'0'.repeat(missing)}` : text + '0'.repeat(missing)
}

/** Without trailing zeros, as Coinbase writes prices in some frames: "102861.50" is "102861.5". */
export function shortDigits(count: number | bigint, decimals: number): string {
  const text = digits(count, decimals)
  return decimals === 0 ? text : text.replace(/\.?0+$/, '')
}

export const power10 = (exponent: number): bigint => 10n ** BigInt(exponent)

/** Integer division of bigints, rounded half away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  if (divisor === 0n) return 0n
  const half = divisor / 2n
  return dividend < 0n ? (dividend - half) / divisor : (dividend + half) / divisor
}
