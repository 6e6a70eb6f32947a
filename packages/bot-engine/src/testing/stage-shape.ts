import type { Decimal } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import { floorTo, passiveTo } from '../decimal/steps.ts'
import type { BotContext } from '../strategy/context.ts'
import type { PlaceIntent } from '../strategy/intent.ts'

export interface Shape {
  readonly amount: Decimal
  readonly price: Decimal | undefined
  /** Why there can be no such order. */
  readonly reason?: string
}

/** Amount and price in the venue's steps, cut to what may be closed. */
export function shaped(intent: PlaceIntent, ctx: BotContext): Shape {
  const { minAmount = '0', minNotional = '0', stepSize, tickSize } = ctx.instrument(intent.market)
  const held = exact(ctx.position(intent.market).amount)
  const closable = held.isPositive() === (intent.side === 'sell') ? held.abs() : exact(0)
  const wanted = exact(intent.amount)
  const amount = floorTo(intent.reduceOnly && wanted.gt(closable) ? closable : wanted, stepSize)
  const price = intent.price === undefined ? undefined : passiveTo(exact(intent.price), tickSize, intent.side)
  const shape = { amount: toDecimal(amount), price: price && toDecimal(price) }
  if (amount.isZero() || amount.lt(minAmount)) return { ...shape, reason: `min-amount: ${shape.amount}` }
  if (price && amount.mul(price).lt(minNotional)) return { ...shape, reason: `min-notional: ${amount.mul(price)}` }
  return shape
}
