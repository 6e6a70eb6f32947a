import type { Decimal, Instrument, OrderRequest, RejectCode } from '@md/types'
import { isDecimal } from '../decimal/checked.ts'
import { type Exact, exact } from '../decimal/exact.ts'
import { isMultipleOf } from '../decimal/steps.ts'

/** What is asked for, in numbers that the venue accepts. */
export interface Terms {
  readonly amount: Exact
  readonly price: Exact | undefined
  readonly stopPrice: Exact | undefined
}

export interface Rejection {
  readonly code: RejectCode
  readonly message: string
}

/** Checks an order against the venue's rules: status and filters of the instrument, and what its type needs. */
export function termsOf(order: OrderRequest, instrument: Instrument, reference: number | undefined): Terms | Rejection {
  const fault = shapeFault(order) ?? statusFault(order, instrument)
  if (fault !== undefined) return fault
  const terms: Terms = {
    amount: exact(order.amount),
    price: order.price === undefined ? undefined : exact(order.price),
    stopPrice: order.stopPrice === undefined ? undefined : exact(order.stopPrice),
  }
  const broken =
    amountFault(terms.amount, instrument) ??
    priceFault('price', terms.price, instrument) ??
    priceFault('stop price', terms.stopPrice, instrument) ??
    notionalFault(terms, instrument, reference)
  return broken === undefined ? terms : { code: 'filter', message: broken }
}

function shapeFault(order: OrderRequest): Rejection | undefined {
  const { amount, price, stopPrice } = order
  const say = (message: string): Rejection => ({ code: 'filter', message })
  for (const [name, value] of Object.entries({ amount, price, 'stop price': stopPrice })) {
    if (value !== undefined && !isDecimal(value)) return say(`${name} ${JSON.stringify(value)} is no decimal number`)
  }
  const fault = pricesFault(order) ?? postOnlyFault(order)
  return fault === undefined ? undefined : say(fault)
}

function pricesFault({ type, price, stopPrice }: OrderRequest): string | undefined {
  if (type === 'limit' && price === undefined) return 'a limit order needs a price'
  if (type === 'market' && price !== undefined) return 'a market order has no price'
  if (type === 'stop' && stopPrice === undefined) return 'a stop order needs a stop price'
  return type !== 'stop' && stopPrice !== undefined ? `a ${type} order has no stop price` : undefined
}

function postOnlyFault({ type, postOnly, timeInForce }: OrderRequest): string | undefined {
  if (postOnly !== true) return undefined
  if (type !== 'limit') return `a ${type} order cannot be post-only`
  if (timeInForce === 'IOC' || timeInForce === 'FOK') return `post-only and ${timeInForce} exclude each other`
  return undefined
}

function statusFault({ type, price, postOnly }: OrderRequest, { status, symbol }: Instrument): Rejection | undefined {
  const closed = (message: string): Rejection => ({ code: 'market-closed', message })
  switch (status) {
    case 'trading':
      return undefined
    case 'halted':
      return closed(`${symbol} is halted`)
    case 'cancel-only':
      return closed(`${symbol} takes cancels only`)
    case 'post-only':
      return postOnly === true ? undefined : closed(`${symbol} takes post-only orders only`)
    case 'limit-only':
      return type === 'market' || price === undefined ? closed(`${symbol} takes limit orders only`) : undefined
  }
}

function amountFault(amount: Exact, { stepSize, minAmount, maxAmount, base }: Instrument): string | undefined {
  if (!amount.gt(0)) return `amount ${amount} is not above 0`
  if (!isMultipleOf(amount, stepSize)) return `amount ${amount} is no multiple of the step ${stepSize}`
  if (minAmount !== undefined && amount.lt(minAmount)) return `amount ${amount} is below ${minAmount} ${base}`
  if (maxAmount !== undefined && amount.gt(maxAmount)) return `amount ${amount} is above ${maxAmount} ${base}`
  return undefined
}

function priceFault(name: string, price: Exact | undefined, { tickSize }: Instrument): string | undefined {
  if (price === undefined) return undefined
  if (!price.gt(0)) return `${name} ${price} is not above 0`
  return isMultipleOf(price, tickSize) ? undefined : `${name} ${price} is no multiple of the tick ${tickSize}`
}

/** An order without a price of its own is worth what the market last paid. */
function notionalFault(
  { amount, price, stopPrice }: Terms,
  { minNotional, quote }: Instrument,
  reference: Decimal | number | undefined,
): string | undefined {
  const worth = price ?? stopPrice ?? (reference === undefined ? undefined : exact(reference))
  if (minNotional === undefined || worth === undefined || amount.mul(worth).gte(minNotional)) return undefined
  return `${amount} at ${worth} is worth ${amount.mul(worth)} ${quote}, the least is ${minNotional}`
}
