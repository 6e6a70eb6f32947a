import { exact, toDecimal } from '../../decimal/exact.ts'
import { unspoken } from '../closable.ts'
import { pricedProposal } from '../subject.ts'
import { heldIn } from '../surroundings.ts'
import { tooSmallToTrade } from '../too-small.ts'
import { notionalOf } from '../worth.ts'
import type { Rule } from './rule.ts'

/** An exit passes by the limits, so it has to be one: never more than what is held and not already on its way out. */
export const nothingToClose: Rule = {
  code: 'nothing-to-close',
  objection({ proposal: { amount, purpose, side }, view }) {
    if (purpose !== 'exit') return undefined
    const held = heldIn(view)
    const left = unspoken(view)
    const reduces = side === 'sell' ? held.gt(0) : held.lt(0)
    if (reduces && exact(amount).lte(left)) return undefined
    const position = toDecimal(held)
    const leaving = toDecimal(held.abs().minus(left))
    return {
      message: `A ${side} of ${amount} would do more than close the position of ${position}, ${leaving} of which is on its way out`,
      numbers: { amount, position, leaving },
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
