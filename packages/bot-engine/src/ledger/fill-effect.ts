import { type Fill, type Instrument, InvalidInputError } from '@md/types'
import { isDecimal } from '../decimal/checked.ts'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
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
  const traded = decimalOf(fill, 'amount')
  const price = decimalOf(fill, 'price')
  const fee = decimalOf(fill, 'fee')
  const inBase = fill.feeAsset === base
  checkSense(fill)
  if (!traded.greaterThan(ZERO)) throw refused(fill, 'amount', 'more than 0')
  if (price.isNegative()) throw refused(fill, 'price', '0 or more')
  if (inBase && fee.abs().greaterThanOrEqualTo(traded))
    throw refused(fill, 'fee', `less than the ${fill.amount} ${base} traded`)

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

function decimalOf(fill: Fill, part: 'amount' | 'price' | 'fee'): Exact {
  if (isDecimal(fill[part])) return exact(fill[part])
  throw refused(fill, part, 'decimal digits such as "0.125", without an exponent')
}

function checkSense(fill: Fill): void {
  if (fill.side !== 'buy' && fill.side !== 'sell') throw refused(fill, 'side', '"buy" or "sell"')
  if (!Number.isFinite(fill.timestamp)) throw refused(fill, 'timestamp', 'milliseconds since the epoch')
}

const refused = (fill: Fill, part: keyof Fill, allowed: string): InvalidInputError =>
  new InvalidInputError(`${part} of fill ${fill.tradeId} of ${fill.symbol} on ${fill.exchange}`, fill[part], allowed)

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
