import { type Exact, exact, toDecimal, ZERO } from '../../decimal/exact.ts'
import type { Order } from '../../orders/order.ts'
import { outstanding, pricedOrder, pricedProposal, type Subject } from '../subject.ts'
import { freeOf, heldIn, pendingHere } from '../surroundings.ts'
import { notionalOf, worthOf } from '../worth.ts'
import type { Objection, Rule } from './rule.ts'

/** Spot: what is sold has to be there, whichever of the sells on their way fills. */
export const shortNotAllowed: Rule = {
  code: 'short-not-allowed',
  objection({ proposal: { amount, side }, view }) {
    if (side === 'buy' || view.allowShort) return undefined
    const held = heldIn(view)
    const selling = sumOf(
      pendingHere(view)
        .filter(({ request }) => request.side === 'sell')
        .map(outstanding),
    )
    if (exact(amount).plus(selling).lte(held)) return undefined
    return {
      message: `Selling ${amount} besides ${toDecimal(selling)} on its way is more than the ${toDecimal(held)} ${view.instrument.base} held`,
      numbers: { amount, selling: toDecimal(selling), position: toDecimal(held) },
    }
  },
}

/**
 * An exit is held against the balance alone, at the next price and without a margin: that orders on their way want some
 * of it too, and that the price may move, is for the venue to settle.
 */
export const insufficientBalance: Rule = {
  code: 'insufficient-balance',
  objection: (subject) => (subject.proposal.side === 'buy' ? ofBuyer(subject) : ofSeller(subject)),
}

function ofBuyer(subject: Subject): Objection | undefined {
  const { proposal, view } = subject
  const { quote } = view.instrument
  const order = pricedProposal(proposal)
  if (proposal.purpose === 'exit') return compared(subject, quote, notionalOf(order, view) ?? ZERO, ZERO)
  const pending = notYetLocked(subject, 'buy').map((other) => worthOf(pricedOrder(other), subject) ?? ZERO)
  const needed = withFee(subject, worthOf(order, subject) ?? ZERO)
  return compared(subject, quote, needed, withFee(subject, sumOf(pending)))
}

function ofSeller(subject: Subject): Objection | undefined {
  const { proposal, view } = subject
  if (view.allowShort) return undefined
  const pending = notYetLocked(subject, 'sell').map(outstanding)
  return compared(subject, view.instrument.base, exact(proposal.amount), sumOf(pending))
}

/** What the venue may not have taken from the free balance yet. */
const notYetLocked = ({ proposal, view }: Subject, side: 'buy' | 'sell'): readonly Order[] =>
  proposal.purpose === 'exit'
    ? []
    : pendingHere(view).filter(
        ({ request, status }) => request.side === side && (status === 'intended' || status === 'unknown'),
      )

const withFee = ({ view }: Subject, value: Exact): Exact =>
  view.feeInBase ? value : value.mul(exact(view.takerFee).plus(1))

function compared({ view }: Subject, asset: string, needed: Exact, pending: Exact): Objection | undefined {
  const free = freeOf(view, asset)
  if (free === undefined || needed.plus(pending).lte(free)) return undefined
  const besides = pending.isZero() ? '' : ` besides ${toDecimal(pending)} for orders on their way`
  return {
    message: `The order needs ${toDecimal(needed)} ${asset}${besides}, and ${toDecimal(free)} is free`,
    numbers: { needed: toDecimal(needed), pending: toDecimal(pending), free: toDecimal(free) },
  }
}

const sumOf = (values: readonly Exact[]): Exact => values.reduce((sum, value) => sum.plus(value), ZERO)
