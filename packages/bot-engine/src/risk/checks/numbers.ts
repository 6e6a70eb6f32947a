import type { Decimal } from '@md/types'
import type { Order } from '../../orders/order.ts'
import type { RiskLimits } from '../limits.ts'
import { signOf } from '../number-of.ts'
import type { Subject } from '../subject.ts'
import type { RiskView } from '../view.ts'
import type { Rule } from './rule.ts'

type Wanted = 'any' | 'not negative' | 'above zero'

/** A field by name, its value, and what it has to be. An undefined value is left out of the question. */
type Field = readonly [name: string, value: Decimal | number | undefined, wanted: Wanted]

/**
 * The first number that cannot be computed with. A comparison with NaN is false, so one that got in would pass every
 * limit. Of an exit only what it is made of is looked at: a broken figure of profit must not keep it.
 */
export const invalidNumber: Rule = {
  code: 'invalid-number',
  objection(subject) {
    const missing = missingPrice(subject)
    if (missing !== undefined) return missing
    const fields = subject.proposal.purpose === 'exit' ? ofExit(subject) : [...ofExit(subject), ...ofExposure(subject)]
    const broken = fields.find(([, value, wanted]) => value !== undefined && !isUsable(value, wanted))
    if (broken === undefined) {
      if (subject.proposal.purpose === 'exposure') for (const order of subject.view.openOrders) readable.add(order)
      return undefined
    }
    const [name, value, wanted] = broken
    const allowed = wanted === 'any' ? 'finite' : `finite and ${wanted}`
    return { message: `${name} is ${value}: it must be a number, ${allowed}`, numbers: { [name]: String(value) } }
  },
}

function missingPrice({ proposal: { price, stopPrice, type } }: Subject) {
  const name =
    type === 'limit' && price === undefined
      ? 'price'
      : type === 'stop' && stopPrice === undefined
        ? 'stopPrice'
        : undefined
  return name && { message: `A ${type} order needs a ${name}`, numbers: {} }
}

function isUsable(value: Decimal | number, wanted: Wanted): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && isWanted(Math.sign(value), wanted)
  const sign = signOf(value)
  return sign !== undefined && isWanted(sign, wanted)
}

const isWanted = (sign: number, wanted: Wanted): boolean =>
  wanted === 'any' || sign > 0 || (wanted === 'not negative' && sign === 0)

function ofExit({ proposal, view }: Subject): readonly Field[] {
  const { instrument, position } = view
  return [
    ['amount', proposal.amount, 'above zero'],
    ['price', proposal.price, 'above zero'],
    ['stopPrice', proposal.stopPrice, 'above zero'],
    ['instrument.tickSize', instrument.tickSize, 'not negative'],
    ['instrument.stepSize', instrument.stepSize, 'not negative'],
    ['instrument.minAmount', instrument.minAmount, 'not negative'],
    ['instrument.maxAmount', instrument.maxAmount, 'not negative'],
    ['instrument.minNotional', instrument.minNotional, 'not negative'],
    ['position.amount', position.amount, 'any'],
    ...unread(view.openOrders).flatMap(({ booked, filled, ref, request }): readonly Field[] => [
      [`amount of order ${ref}`, request.amount, 'not negative'],
      [`filled of order ${ref}`, filled, 'not negative'],
      [`booked of order ${ref}`, booked, 'not negative'],
    ]),
  ]
}

/** Orders of which every number is one: they never change. */
const readable = new WeakSet<Order>()

const unread = (orders: readonly Order[]): readonly Order[] => orders.filter((order) => !readable.has(order))

const ofExposure = ({ limits, view }: Subject): readonly Field[] => [
  ['now', view.now, 'any'],
  ['last price', view.price, 'above zero'],
  ['priceAt', view.priceAt, 'any'],
  ...ofBook(view),
  ['position.averageEntry', view.position.averageEntry, 'not negative'],
  ['otherExposure', view.otherExposure, 'not negative'],
  ['ordersLastMinute', view.ordersLastMinute, 'not negative'],
  ['takerFee', view.takerFee, 'not negative'],
  ['stopLoss', view.stopLoss, 'not negative'],
  ...ofStanding(view),
  [`free balance of ${view.instrument.base}`, view.free(view.instrument.base), 'any'],
  [`free balance of ${view.instrument.quote}`, view.free(view.instrument.quote), 'any'],
  ...unread(view.openOrders).flatMap(({ ref, request }): readonly Field[] => [
    [`price of order ${ref}`, request.price, 'above zero'],
    [`stopPrice of order ${ref}`, request.stopPrice, 'above zero'],
  ]),
  ...ofLimits(limits),
]

/** An empty side has no best level, which is no mistake. */
const ofBook = ({ book }: RiskView): readonly Field[] =>
  book?.status !== 'live'
    ? []
    : [
        ['best bid', book.bids.size === 0 ? undefined : book.bids.price(0), 'above zero'],
        ['best ask', book.asks.size === 0 ? undefined : book.asks.price(0), 'above zero'],
      ]

const ofStanding = ({ standing }: RiskView): readonly Field[] => [
  ['equity', standing.equity, 'any'],
  ['peakEquity', standing.peakEquity, 'any'],
  ['dayStartEquity', standing.dayStartEquity, 'any'],
  ['lossStreak', standing.lossStreak, 'not negative'],
  ['lastLossAt', standing.lastLossAt, 'any'],
]

const ofLimits = ({ lossStreak, ...limits }: RiskLimits): readonly Field[] => [
  ...Object.entries(limits).map(([name, value]): Field => [name, value, 'not negative']),
  ['lossStreak.count', lossStreak?.count, 'not negative'],
  ['lossStreak.coolDownMs', lossStreak?.coolDownMs, 'not negative'],
]
