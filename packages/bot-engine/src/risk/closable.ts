import type { Decimal } from '@md/types'
import { Exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { floorTo } from '../decimal/steps.ts'
import { outstanding } from './subject.ts'
import { freeOf, heldIn, pendingHere, reference } from './surroundings.ts'
import { tooSmallToTrade } from './too-small.ts'
import type { RiskView } from './view.ts'

/**
 * Base currency of the position that no order is there to sell (or, of a short, to buy back). Never negative. An order
 * that is no exit and of which nobody knows whether it arrived is not waited for: it must not keep a position from being
 * left, and on spot the venue's balance stands between it and a second sale. Where shorts are allowed nothing does.
 */
export function unspoken(view: RiskView): Exact {
  const held = heldIn(view)
  const side = held.gt(0) ? 'sell' : 'buy'
  const leaving = pendingHere(view)
    .filter(({ request }) => request.side === side)
    .filter(({ purpose, status }) => purpose === 'exit' || status !== 'unknown' || view.allowShort)
    .reduce((sum, order) => sum.plus(outstanding(order)), ZERO)
  return Exact.max(0, held.abs().minus(leaving))
}

export interface Closable {
  /** What one exit at market can close now, to the venue's step. */
  readonly amount: Decimal
  /**
   * Why it is '0'. `dust` will not go away by itself. `on-its-way`: orders are there for all of it; what rests can be
   * cancelled first. `not-free`: orders elsewhere hold the balance, or the venue has not told yet what the last fill made
   * of it.
   */
  readonly because: 'flat' | 'on-its-way' | 'dust' | 'not-free' | undefined
}

const none = (because: Closable['because']): Closable => ({ amount: '0', because })

export function closable(view: RiskView): Closable {
  const { base, maxAmount, stepSize } = view.instrument
  const held = heldIn(view)
  const left = unspoken(view)
  if (held.isZero()) return none('flat')
  if (left.isZero()) return none('on-its-way')

  const inSteps = (amount: Exact) => floorTo(maxAmount === undefined ? amount : Exact.min(amount, maxAmount), stepSize)
  // Beside an order for the rest, what is small is no dust yet: the order may come to nothing.
  if (isTooSmall(inSteps(left), view)) return none(left.lt(held.abs()) ? 'on-its-way' : 'dust')
  const free = held.gt(0) ? freeOf(view, base) : undefined
  const amount = free === undefined ? inSteps(left) : inSteps(Exact.min(left, Exact.max(0, free)))
  return isTooSmall(amount, view) ? none('not-free') : { amount: toDecimal(amount), because: undefined }
}

function isTooSmall(amount: Exact, view: RiskView): boolean {
  const at = reference(view, heldIn(view).gt(0) ? 'sell' : 'buy')
  return tooSmallToTrade(amount, at === undefined ? undefined : amount.mul(at), view.instrument) !== undefined
}
