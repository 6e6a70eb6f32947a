import type { Side } from '@md/types'
import { Exact, exact, toDecimal } from '../../decimal/exact.ts'
import { walkBook } from '../book-walk.ts'
import { pricedProposal, type Subject } from '../subject.ts'
import { opposite, reference } from '../surroundings.ts'
import { dealsAtOnce } from '../worth.ts'
import type { Objection, Rule } from './rule.ts'

/** How much worse than the market an order may trade: a buy above the best ask, a sell below the best bid. */
export const priceCollar: Rule = {
  code: 'price-collar',
  objection(subject) {
    const { limits, proposal, view } = subject
    const { priceCollar: collar } = limits
    if (collar === undefined) return undefined
    const order = pricedProposal(proposal)
    const { amount, price, side, stopPrice } = order
    if (dealsAtOnce(order, view)) return ofMarketOrder(subject, amount, collar)
    // A stop comes into the market at its stop price, so its limit is measured against that.
    const from = stopPrice ?? reference(view, side)
    return from === undefined || price === undefined ? undefined : compared(side, price, new Exact(from), collar)
  },
}

/** Without a book there is nothing to measure a market order by. */
function ofMarketOrder({ proposal: { side }, view }: Subject, amount: Exact, collar: number): Objection | undefined {
  const levels = opposite(view, side)
  if (levels === undefined) return undefined
  const { missing, worst } = walkBook(levels, amount)
  const best = reference(view, side)
  if (worst === undefined || best === undefined || missing.gt(0))
    return {
      message: `The book holds ${toDecimal(amount.minus(missing))} of the ${toDecimal(amount)} to ${side}: what the rest would trade at is unknown`,
      numbers: { amount: toDecimal(amount), missing: toDecimal(missing), priceCollar: collar },
    }
  return compared(side, exact(worst), exact(best), collar)
}

function compared(side: Side, price: Exact, best: Exact, collar: number): Objection | undefined {
  const worst = best.mul(side === 'buy' ? exact(1).plus(collar) : exact(1).minus(collar))
  if (side === 'buy' ? price.lte(worst) : price.gte(worst)) return undefined
  return {
    message: `A ${side} at ${toDecimal(price)} is worse than ${toDecimal(worst)}, ${collar} away from ${toDecimal(best)}`,
    numbers: { price: toDecimal(price), best: toDecimal(best), worst: toDecimal(worst), priceCollar: collar },
  }
}
