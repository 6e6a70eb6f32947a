import type { Decimal, Side } from '@md/types'
import { Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { Order } from '../orders/order.ts'
import { positive } from './number-of.ts'
import { outstanding, type Priced, pricedOrder, pricedProposal } from './subject.ts'
import { heldIn, pendingElsewhere, pendingHere, type Surroundings } from './surroundings.ts'
import type { Proposal, RiskView } from './view.ts'
import { highestPrice, worthOf } from './worth.ts'

/**
 * Quote currency the position is worth at most once everything on its way on `side`, `besides` included, has filled and
 * nothing on the other side: 0 as long as that only makes it smaller. The position itself counts at its entry or at the
 * last price, whichever is more. Undefined where something on its way has no price at all.
 */
export function exposureOn(side: Side, around: Surroundings, besides: readonly Priced[] = []): Exact | undefined {
  const { view } = around
  const coming = [...pendingHere(view).map(pricedOrder), ...besides].filter((order) => order.side === side)
  const worths = sumOfKnown(coming.map((order) => worthOf(order, around)))
  if (worths === undefined) return undefined

  const held = side === 'buy' ? heldIn(view) : heldIn(view).neg()
  if (held.lt(0)) return beyond(held.neg(), coming, around)
  const heldAt = Exact.max(view.position.averageEntry, positive(view.price) ?? 0)
  return worths.plus(held.mul(heldAt))
}

/** What the orders make once the opposite position is gone: their dearest part, for nobody knows which fills first. */
function beyond(position: Exact, coming: readonly Priced[], around: Surroundings): Exact {
  const amount = coming.reduce((sum, order) => sum.plus(order.amount), ZERO).minus(position)
  if (amount.lte(0)) return ZERO
  const prices = coming
    .filter((order) => order.amount.gt(0))
    .map((order) => (worthOf(order, around) ?? ZERO).div(order.amount))
  return amount.mul(Exact.max(...prices))
}

/** Positions of the other markets, and everything on its way there that may add to them. */
function exposureElsewhere({ limits, view }: Surroundings): Exact | undefined {
  const beyondPosition = exitsBeyond(view)
  const worths = pendingElsewhere(view).map((order) => {
    const priced = pricedOrder(order)
    const amount = order.purpose === 'exit' ? beyondPosition(order) : priced.amount
    if (amount.isZero()) return ZERO
    return highestPrice(priced, positive(view.priceIn?.(order.request)), limits.priceCollar)?.mul(amount)
  })
  return sumOfKnown(worths)?.plus(view.otherExposure)
}

/**
 * What of each exit is more than there is to close, one after the other: a position may have turned since they were
 * sent. Where shorts are not allowed there is nothing beyond.
 */
function exitsBeyond({ allowShort, positionIn }: RiskView): (exit: Order) => Exact {
  if (!allowShort || positionIn === undefined) return () => ZERO
  const left = new Map<string, Exact>()
  return (exit) => {
    const { exchange, side, symbol } = exit.request
    const key = `${side} ${symbol}@${exchange}`
    const held = exact(positionIn(exit.request))
    const toClose = left.get(key) ?? Exact.max(0, side === 'sell' ? held : held.neg())
    const amount = outstanding(exit)
    const closing = Exact.min(amount, toClose)
    left.set(key, toClose.minus(closing))
    return amount.minus(closing)
  }
}

/** Over all markets of the bot, whichever way its orders fill. */
export function grossOf(around: Surroundings, besides: readonly Priced[] = []): Exact | undefined {
  const long = exposureOn('buy', around, besides)
  const short = exposureOn('sell', around, besides)
  if (long === undefined || short === undefined) return undefined
  return exposureElsewhere(around)?.plus(Exact.max(long, short))
}

function sumOfKnown(values: readonly (Exact | undefined)[]): Exact | undefined {
  let sum = ZERO
  for (const value of values) {
    if (value === undefined) return undefined
    sum = sum.plus(value)
  }
  return sum
}

/** What a bot reports to the limits it shares, in quote currency. Undefined where something on its way has no price. */
export function grossExposure(around: Surroundings): Decimal | undefined {
  const gross = grossOf(around)
  return gross === undefined ? undefined : toDecimal(gross)
}

/** What an order would add to it: '0' for one that only makes a position smaller. */
export function exposureAdded(proposal: Proposal, around: Surroundings): Decimal | undefined {
  const before = grossOf(around)
  const after = grossOf(around, [pricedProposal(proposal)])
  return before === undefined || after === undefined ? undefined : toDecimal(Exact.max(0, after.minus(before)))
}
