import { Exact, exact, toDecimal, ZERO } from '../../decimal/exact.ts'
import { floorTo } from '../../decimal/steps.ts'
import { pricedProposal, type Subject } from '../subject.ts'
import { heldIn, reference } from '../surroundings.ts'
import { tooSmallToTrade } from '../too-small.ts'
import type { Rule } from './rule.ts'

/** Plays the exit of the position the order would make, at the price at which the guard would end it at the latest. */
export const exitPossible: Rule = {
  code: 'exit-impossible',
  objection(subject) {
    const { view } = subject
    const position = positionAfter(subject)
    if (position.abs().lte(heldIn(view).abs())) return undefined
    const amount = floorTo(position.abs(), view.instrument.stepSize)
    const at = worstExitPrice(subject)
    const small = tooSmallToTrade(amount, at && amount.mul(at), view.instrument)
    return (
      small && {
        message: `The position of ${toDecimal(position)} ${view.instrument.base} this makes could not be closed: ${small.because}`,
        numbers: { position: toDecimal(position), exitPrice: at === undefined ? '0' : toDecimal(at), ...small.numbers },
      }
    )
  },
}

/** A fee taken in base is missing when it comes to selling. */
function positionAfter({ proposal, view }: Subject): Exact {
  const amount = exact(proposal.amount)
  if (proposal.side === 'sell') return heldIn(view).minus(amount)
  const fee = view.feeInBase ? amount.mul(view.takerFee) : ZERO
  return heldIn(view).plus(amount).minus(fee)
}

/** A short is bought back dearer at its stop: what counts for it is the price it is opened at. */
function worstExitPrice({ proposal, view }: Subject): Exact | undefined {
  const { price, stopPrice } = pricedProposal(proposal)
  const entry = price ?? stopPrice ?? reference(view, proposal.side)
  if (entry === undefined) return undefined
  const kept = proposal.side === 'buy' ? exact(1).minus(view.stopLoss ?? 0) : exact(1)
  return Exact.max(0, kept.mul(entry))
}
