import type { Instrument, Market } from '@md/types'
import { type Exact, exact, ZERO } from '../../decimal/exact.ts'
import { floorTo } from '../../decimal/steps.ts'
import type { BotContext } from '../../strategy/context.ts'

/** As much of an amount as the venue would take at that price; zero for dust, which no order can be made of. */
export function tradable(amount: Exact, price: Exact, instrument: Instrument): Exact {
  const { minAmount = '0', minNotional = '0', stepSize } = instrument
  const whole = floorTo(amount, stepSize)
  const enough = whole.gt(0) && whole.gte(minAmount) && whole.mul(price).gte(minNotional)
  return enough ? whole : ZERO
}

/** Whether there is a position that could be ended. */
export function holds(ctx: BotContext, market?: Market): boolean {
  const { amount, averageEntry, size } = ctx.position(market)
  if (size === 0) return false
  const price = ctx.price(market) ?? averageEntry
  return !tradable(exact(amount).abs(), exact(price), ctx.instrument(market)).isZero()
}
