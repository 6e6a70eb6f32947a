import type { Fill, Instrument } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'

/** What a fill adds to a balance, less the fee if that is taken from it. */
export function received(
  { amount, fee, feeAsset, price, side }: Fill,
  { base, quote }: Pick<Instrument, 'base' | 'quote'>,
): { readonly asset: string; readonly amount: Exact } {
  const asset = side === 'buy' ? base : quote
  const gross = side === 'buy' ? exact(amount) : exact(amount).times(price)
  return { asset, amount: feeAsset === asset ? gross.minus(fee) : gross }
}
