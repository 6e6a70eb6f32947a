import type { Decimal, Instrument, Market } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { floorTo, passiveTo } from '../decimal/steps.ts'
import type { Purpose } from '../orders/order.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { Proposal } from '../risk/view.ts'
import type { PlaceIntent, Quantity } from '../strategy/intent.ts'

export interface PositionNow {
  readonly amount: Decimal
  /** Base currency that orders on their way may already close. */
  readonly closing: Decimal
}

/**
 * The order an intent asks for, in the venue's steps. An order that can only make the position smaller is an exit,
 * whatever the strategy calls it.
 */
export function proposalOf(
  intent: PlaceIntent,
  market: Market,
  instrument: Instrument,
  { amount: held, closing }: PositionNow,
): Proposal | Refusal {
  const wrong = wrongNumber(intent)
  if (wrong !== undefined) return wrong
  const position = exact(held)
  const reduces = position.isZero() ? false : position.isPositive() === (intent.side === 'sell')
  const closable = reduces ? atLeastZero(position.abs().minus(closing)) : ZERO
  const wanted = floorTo(exact(intent.amount), instrument.stepSize)
  const amount = intent.reduceOnly === true && wanted.gt(closable) ? floorTo(closable, instrument.stepSize) : wanted
  if (wanted.isZero()) return lessThanAStep(intent, instrument)
  if (amount.isZero()) return nothingToClose(intent.ref, market, held, closing)
  const purpose: Purpose = reduces && amount.lte(closable) ? 'exit' : 'exposure'
  const price = (value: Quantity | undefined): Decimal | undefined =>
    value === undefined ? undefined : toDecimal(passiveTo(exact(value), instrument.tickSize, intent.side))
  return {
    ref: intent.ref,
    market,
    side: intent.side,
    type: intent.type,
    amount: toDecimal(amount),
    price: price(intent.price),
    stopPrice: price(intent.stopPrice),
    timeInForce: intent.timeInForce,
    postOnly: intent.postOnly ?? false,
    purpose,
  }
}

export const isRefusal = (value: Proposal | Refusal): value is Refusal => 'code' in value

/** What is wrong with the numbers of an intent, or nothing. */
export function wrongNumber(
  intent: { readonly ref: string } & { readonly [T in 'amount' | 'price' | 'stopPrice']?: Quantity | undefined },
): Refusal | undefined {
  for (const name of ['amount', 'price', 'stopPrice'] as const) {
    const value = intent[name]
    if (value === undefined || isUsable(value)) continue
    return {
      code: 'invalid-number',
      message: `${name} ${value} of order ${intent.ref} is not a number above zero`,
      numbers: { [name]: String(value) },
      scope: 'bot',
    }
  }
  return undefined
}

const isUsable = (value: Quantity): boolean => isNumeric(value) && Number(value) > 0

/** A finite number, or the text of one as people and `String` write it. */
export const isNumeric = (value: unknown): value is Quantity =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(value) && Number.isFinite(Number(value))

const nothingToClose = (ref: string, market: Market, held: Decimal, closing: Decimal): Refusal => ({
  code: 'nothing-to-close',
  message: `order ${ref} may only reduce: the position in ${market.symbol} is ${held}, and orders for ${closing} of it are on their way`,
  numbers: { position: held, closing },
  scope: 'bot',
})

const lessThanAStep = ({ amount, ref }: PlaceIntent, { stepSize, symbol }: Instrument): Refusal => ({
  code: 'min-amount',
  message: `order ${ref}: ${amount} is less than one step of ${symbol}, which is ${stepSize}`,
  numbers: { amount: String(amount), stepSize },
  scope: 'bot',
})

const atLeastZero = (value: Exact): Exact => (value.isNegative() ? ZERO : value)
