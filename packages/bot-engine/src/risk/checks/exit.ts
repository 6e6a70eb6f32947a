import { exact, toDecimal } from '../../decimal/exact.ts'
import { unspoken } from '../closable.ts'
import { pricedProposal } from '../subject.ts'
import { heldIn } from '../surroundings.ts'
import { tooSmallToTrade } from '../too-small.ts'
import { notionalOf } from '../worth.ts'
import type { Rule } from './rule.ts'

/** An exit passes by the limits, so it has to be one: never more than what is held. */
export const nothingToClose: Rule = {
  code: 'nothing-to-close',
  objection({ proposal: { amount, purpose, side }, view }) {
    const held = heldIn(view)
    const reduces = side === 'sell' ? held.gt(0) : held.lt(0)
    if (purpose !== 'exit' || (reduces && exact(amount).lte(held.abs()))) return undefined
    const position = toDecimal(held)
    return {
      message: `A ${side} of ${amount} would do more than close the position of ${position}`,
      numbers: { amount, position },
    }
  },
}

/**
 * What other orders are there to close cannot be closed twice. It passes, once they have filled or are cancelled, so it
 * has the code a spot venue would give it and not that of a position that is gone.
 */
export const spokenFor: Rule = {
  code: 'insufficient-balance',
  objection({ proposal: { amount, purpose }, view }) {
    const left = unspoken(view)
    if (purpose !== 'exit' || exact(amount).lte(left)) return undefined
    const free = toDecimal(left)
    const pending = toDecimal(heldIn(view).abs().minus(left))
    return {
      message: `Closing ${amount} is more than the ${free} that is left of the position: orders for ${pending} are on their way`,
      numbers: { needed: amount, pending, free },
    }
  },
}

/** Dust: the venue would send the order back at any time. */
export const dust: Rule = {
  code: 'exit-impossible',
  objection({ proposal, view }) {
    if (proposal.purpose !== 'exit') return undefined
    const order = pricedProposal(proposal)
    const small = tooSmallToTrade(order.amount, notionalOf(order, view), view.instrument)
    return (
      small && {
        message: `The position of ${view.position.amount} ${view.instrument.base} cannot be closed: ${small.because}`,
        numbers: { position: view.position.amount, ...small.numbers },
      }
    )
  },
}
