import { type Fill, type Instrument, InvalidInputError } from '@md/types'
import { checkedExact } from '../decimal/checked.ts'
import { type Exact, ZERO } from '../decimal/exact.ts'
import { share } from './share.ts'

/** What a fill does to the holdings of one market. Signs are the holder's: what is received is positive. */
export interface FillEffect {
  /** Base currency; a fee in base is taken off. */
  readonly amount: Exact
  /** Value of the amount at the price, quote currency, with the sign of the trade: what the position costs. */
  readonly value: Exact
  /** Fee in quote. */
  readonly quoteFee: Exact
  /** Fee in whatever asset. */
  readonly fee: Exact
  readonly feeAsset: string
}

/** @throws InvalidInputError for a fill that no venue can mean */
export function effectOf(fill: Fill, { base, quote }: Pick<Instrument, 'base' | 'quote'>): FillEffect {
  const named = (part: string) => `${part} of fill ${fill.tradeId} of ${fill.symbol} on ${fill.exchange}`
  const traded = checkedExact(named('amount'), fill.amount)
  const price = checkedExact(named('price'), fill.price)
  const fee = checkedExact(named('fee'), fill.fee)
  if (!traded.greaterThan(ZERO)) throw new InvalidInputError(named('amount'), fill.amount, 'more than 0')
  if (price.isNegative()) throw new InvalidInputError(named('price'), fill.price, '0 or more')
  if (fill.side !== 'buy' && fill.side !== 'sell')
    throw new InvalidInputError(named('side'), fill.side, '"buy" or "sell"')
  if (!Number.isFinite(fill.timestamp))
    throw new InvalidInputError(named('timestamp'), fill.timestamp, 'milliseconds since the epoch')

  const inBase = fill.feeAsset === base
  if (inBase && fee.abs().greaterThanOrEqualTo(traded))
    throw new InvalidInputError(named('fee'), fill.fee, `less than the ${fill.amount} ${base} traded`)

  const value = traded.times(price)
  const bought = fill.side === 'buy'
  const received = bought ? traded : traded.negated()
  return {
    amount: inBase ? received.minus(fee) : received,
    value: bought ? value : value.negated(),
    quoteFee: fill.feeAsset === quote ? fee : ZERO,
    fee,
    feeAsset: fill.feeAsset,
  }
}

/** Cuts off the first `amount` (positive, less than all of it). The two parts add up to the whole, to the digit. */
export function splitEffect(effect: FillEffect, amount: Exact): readonly [first: FillEffect, rest: FillEffect] {
  const whole = effect.amount.abs()
  const left = whole.minus(amount)
  const restOf = (of: Exact) => (of.isZero() ? of : share(of, left, whole))
  const rest: FillEffect = {
    amount: effect.amount.isNegative() ? left.negated() : left,
    value: restOf(effect.value),
    quoteFee: restOf(effect.quoteFee),
    fee: restOf(effect.fee),
    feeAsset: effect.feeAsset,
  }
  const first: FillEffect = {
    amount: effect.amount.minus(rest.amount),
    value: effect.value.minus(rest.value),
    quoteFee: effect.quoteFee.minus(rest.quoteFee),
    fee: effect.fee.minus(rest.fee),
    feeAsset: effect.feeAsset,
  }
  return [first, rest]
}
