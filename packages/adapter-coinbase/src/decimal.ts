import type { Decimal } from '@md/types'

const PLAIN = /^(\d+)(?:\.(\d+))?$/

/** The canonical form of a decimal text above 0 (`05.10` to `5.1`); `undefined` for anything else. */
export function toDecimal(value: unknown): Decimal | undefined {
  const [, whole = '', fraction = ''] = (typeof value === 'string' && PLAIN.exec(value)) || []
  const digits = whole.replace(/^0+(?=\d)/, '')
  const decimals = fraction.replace(/0+$/, '')
  const decimal = decimals === '' ? digits : `${digits}.${decimals}`
  return decimal === '' || decimal === '0' ? undefined : decimal
}
