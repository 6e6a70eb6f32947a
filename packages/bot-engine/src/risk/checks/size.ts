import type { Decimal } from '@md/types'
import { type Exact, toDecimal } from '../../decimal/exact.ts'
import { ENDED } from '../../orders/order.ts'
import { exposureOn, grossOf } from '../exposure.ts'
import { pricedProposal } from '../subject.ts'
import { worthOf } from '../worth.ts'
import type { Objection, Rule } from './rule.ts'

export const maxOrderValue: Rule = {
  code: 'max-order-value',
  objection(subject) {
    const limit = subject.limits.maxOrderValue
    return limit === undefined
      ? undefined
      : above(limit, worthOf(pricedProposal(subject.proposal), subject), 'The order would be worth', 'maxOrderValue')
  },
}

export const maxPositionValue: Rule = {
  code: 'max-position-value',
  objection(subject) {
    const limit = subject.limits.maxPositionValue
    if (limit === undefined) return undefined
    const { proposal } = subject
    const value = exposureOn(proposal.side, subject, [pricedProposal(proposal)])
    return above(limit, value, 'Position and orders on their way would be worth', 'maxPositionValue')
  },
}

export const maxGrossExposure: Rule = {
  code: 'max-gross-exposure',
  objection(subject) {
    const limit = subject.limits.maxGrossExposure
    if (limit === undefined) return undefined
    const gross = grossOf(subject, [pricedProposal(subject.proposal)])
    // An order that adds nothing is welcome even where too much is held already.
    return gross !== undefined && grossOf(subject)?.gte(gross) === true
      ? undefined
      : above(limit, gross, 'All markets together would be worth', 'maxGrossExposure')
  },
}

function above(limit: Decimal, value: Exact | undefined, what: string, name: string): Objection | undefined {
  if (value === undefined)
    return {
      message: `${what} nobody knows how much: an order on its way has no price, and ${limit} is allowed`,
      numbers: { [name]: limit },
    }
  if (value.lte(limit)) return undefined
  return {
    message: `${what} ${toDecimal(value)}, and ${limit} is allowed`,
    numbers: { value: toDecimal(value), [name]: limit },
  }
}

export const maxOpenOrders: Rule = {
  code: 'max-open-orders',
  objection({ limits: { maxOpenOrders: limit }, view }) {
    const open = view.openOrders.filter(({ status }) => !ENDED.has(status)).length
    return limit === undefined || open < limit
      ? undefined
      : { message: `${open} orders are open, and ${limit} are allowed`, numbers: { open, maxOpenOrders: limit } }
  },
}

export const maxOrdersPerMinute: Rule = {
  code: 'max-orders-per-minute',
  objection: ({ limits: { maxOrdersPerMinute: limit }, view: { ordersLastMinute: sent } }) =>
    limit === undefined || sent < limit
      ? undefined
      : {
          message: `${sent} orders left within the last minute, and ${limit} are allowed`,
          numbers: { sent, maxOrdersPerMinute: limit },
        },
}
