import type { Decimal } from '@md/types'
import { pointed } from './text.ts'
import type { Parts } from './units.ts'
import { Wide, wideOf } from './wide.ts'

const DIGITS = 24

const Rounded = Wide.clone({ precision: DIGITS })

/** `value / by`, without its sign: 24 digits, half to even. `by` is not zero. */
export function quotient(value: Parts, by: Parts): Decimal {
  if (value.units === 0) return '0'
  if (value.wide !== undefined || by.wide !== undefined) return Rounded.div(wideOf(value), wideOf(by)).abs().toFixed()
  const dividend = BigInt(Math.abs(value.units))
  const divisor = BigInt(Math.abs(by.units))
  return roundedQuotient(dividend, divisor, value.scale - by.scale)
}

/** Long division is slow with any number of digits, and quick with whole numbers. */
function roundedQuotient(dividend: bigint, divisor: bigint, scale: number): Decimal {
  const more = DIGITS + `${divisor}`.length - `${dividend}`.length
  const places = dividend * 10n ** BigInt(more) >= divisor * LIMIT ? more - 1 : more
  const numerator = dividend * 10n ** BigInt(places)
  const floor = numerator / divisor
  const twice = (numerator - floor * divisor) * 2n
  const isUp = twice > divisor || (twice === divisor && floor % 2n === 1n)
  return withoutZeros(`${isUp ? floor + 1n : floor}`, places + scale)
}

const LIMIT = 10n ** BigInt(DIGITS)

function withoutZeros(digits: string, scale: number): Decimal {
  let end = digits.length
  while (digits.charCodeAt(end - 1) === NOUGHT) end -= 1
  return pointed(digits.slice(0, end), scale - (digits.length - end))
}

const NOUGHT = 48
