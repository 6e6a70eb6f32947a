import type { Instrument } from '@md/types'
import { type Exact, toDecimal } from '../decimal/exact.ts'

interface TooSmall {
  readonly because: string
  readonly numbers: Readonly<Record<string, string>>
}

/** Whether the venue would refuse the amount for its size. A notional that is not known is not held against it. */
export function tooSmallToTrade(
  amount: Exact,
  notional: Exact | undefined,
  { minAmount = '0', minNotional = '0' }: Instrument,
): TooSmall | undefined {
  const text = toDecimal(amount)
  if (amount.lte(0) || amount.lt(minAmount))
    return { because: `${text} is less than the least amount ${minAmount}`, numbers: { amount: text, minAmount } }
  if (notional === undefined || notional.gte(minNotional)) return undefined
  const worth = toDecimal(notional)
  return {
    because: `it is worth ${worth}, and the venue takes no less than ${minNotional}`,
    numbers: { amount: text, notional: worth, minNotional },
  }
}
