import type { Instrument } from '@md/types'
import { exact, toDecimal } from '../../decimal/exact.ts'
import { isMultipleOf } from '../../decimal/steps.ts'
import { pricedProposal } from '../subject.ts'
import type { Proposal } from '../view.ts'
import { notionalOf } from '../worth.ts'
import type { Rule } from './rule.ts'

const TAKES: Readonly<Record<Instrument['status'], (order: Proposal) => boolean>> = {
  trading: () => true,
  'limit-only': ({ type }) => type === 'limit',
  'post-only': ({ postOnly, type }) => type === 'limit' && postOnly,
  'cancel-only': () => false,
  halted: () => false,
}

export const notTrading: Rule = {
  code: 'instrument-not-trading',
  objection: ({ proposal, view: { instrument } }) =>
    TAKES[instrument.status](proposal)
      ? undefined
      : {
          message: `${instrument.symbol} on ${instrument.exchange} is ${instrument.status}: it takes no ${nameOf(proposal)} order`,
          numbers: {},
        },
}

const nameOf = ({ postOnly, type }: Proposal): string => (postOnly ? `post-only ${type}` : type)

export const tickSize: Rule = {
  code: 'tick-size',
  objection({ proposal, view: { instrument } }) {
    const { tickSize: tick, symbol } = instrument
    const off = [proposal.price, proposal.stopPrice].find(
      (price) => price !== undefined && !isMultipleOf(exact(price), tick),
    )
    return off === undefined
      ? undefined
      : { message: `${off} is no price of ${symbol}: its step is ${tick}`, numbers: { price: off, tickSize: tick } }
  },
}

export const stepSize: Rule = {
  code: 'step-size',
  objection: ({ proposal: { amount }, view: { instrument } }) =>
    isMultipleOf(exact(amount), instrument.stepSize)
      ? undefined
      : {
          message: `${amount} is no amount of ${instrument.symbol}: its step is ${instrument.stepSize}`,
          numbers: { amount, stepSize: instrument.stepSize },
        },
}

export const minAmount: Rule = {
  code: 'min-amount',
  objection: ({ proposal: { amount }, view: { instrument } }) =>
    exact(amount).gte(instrument.minAmount ?? 0)
      ? undefined
      : {
          message: `${amount} ${instrument.base} is less than the least amount ${instrument.minAmount} of ${instrument.symbol}`,
          numbers: { amount, minAmount: instrument.minAmount ?? '0' },
        },
}

export const maxAmount: Rule = {
  code: 'max-amount',
  objection: ({ proposal: { amount }, view: { instrument } }) =>
    instrument.maxAmount === undefined || exact(amount).lte(instrument.maxAmount)
      ? undefined
      : {
          message: `${amount} ${instrument.base} is more than the venue takes at once, ${instrument.maxAmount}`,
          numbers: { amount, maxAmount: instrument.maxAmount },
        },
}

/** Market orders too: they are counted at the next price. */
export const minNotional: Rule = {
  code: 'min-notional',
  objection({ proposal, view }) {
    const { minNotional: least, quote } = view.instrument
    const notional = notionalOf(pricedProposal(proposal), view)
    if (least === undefined || notional === undefined || notional.gte(least)) return undefined
    return {
      message: `The order is worth ${toDecimal(notional)} ${quote}, and the least the venue takes is ${least}`,
      numbers: { notional: toDecimal(notional), minNotional: least },
    }
  },
}
