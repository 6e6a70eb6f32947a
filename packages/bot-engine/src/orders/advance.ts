import type { Fill, Market, OrderState, Outcome, Side } from '@md/types'
import { Exact, exact, toDecimal } from '../decimal/exact.ts'
import { type News, withNews } from './news.ts'
import { ENDED, type Order } from './order.ts'
import type { OrderInput } from './order-input.ts'

export interface Advance {
  /** The same object when nothing has changed. */
  readonly order: Order
  readonly changed: boolean
  /** The input contradicts what was known. It is told and counted; what could be used of it has been. */
  readonly anomaly: string | undefined
  /** The venue works an order which has ended here without ever having lived: somebody has to cancel it. */
  readonly stray: boolean
}

/**
 * What becomes of an order. Inputs may come in any order and more than once: fills before the acceptance, news that is
 * older than what is known. Fills must have passed the ledger, which tells each trade once. Evidence that the venue
 * had the order outweighs an answer that it was refused.
 */
export function advance(order: Order, input: OrderInput): Advance {
  switch (input.type) {
    case 'outcome':
      return input.of === 'place' ? afterPlacing(order, input.outcome) : afterCancelling(order, input.outcome)
    case 'found':
      return input.state === undefined ? afterNothingFound(order) : afterState(order, input.state)
    case 'order':
      return afterState(order, input.state)
    case 'fill':
      return afterFill(order, input.fill)
  }
}

function afterPlacing(order: Order, outcome: Outcome): Advance {
  switch (outcome.outcome) {
    case 'accepted':
      return known(order, { verdict: 'working', venueOrderId: outcome.venueOrderId }, true)
    case 'unknown':
      return isUnheardOf(order)
        ? result(order, { verdict: 'unknown', settledBy: outcome.settledBy })
        : result(order, {})
    case 'rejected': {
      const { code, message } = outcome
      if (isUnheardOf(order)) return result(order, { verdict: 'rejected', reject: { code, message } })
      const isHarmless = ENDED.has(order.status) && order.filled === '0'
      return result(
        order,
        {},
        isHarmless ? undefined : `answered as rejected (${code}: ${message}), though the venue had it`,
      )
    }
  }
}

/**
 * Whether a cancel was refused for good. `unknown-order` is no answer: the order may have ended a moment ago, or be
 * still on its way. Nor is `rate-limit`.
 */
export const isFinalRefusal = (outcome: Outcome): boolean =>
  outcome.outcome === 'rejected' && outcome.code !== 'unknown-order' && outcome.code !== 'rate-limit'

/** Acceptance does not end the order: how much of it was filled in the end is said by the order itself. */
function afterCancelling(order: Order, outcome: Outcome): Advance {
  if (outcome.outcome === 'accepted') {
    const { venueOrderId } = outcome
    return result(order, { verdict: 'working', ...(venueOrderId === '' ? {} : { venueOrderId }) })
  }
  return result(order, isFinalRefusal(outcome) ? { cancelling: false } : {})
}

function afterNothingFound(order: Order): Advance {
  if (isUnheardOf(order)) return result(order, { verdict: 'lost' })
  if (ENDED.has(order.status)) return result(order, {})
  return result(order, { verdict: 'cancelled' }, 'the venue had it and does not know it any more')
}

function afterState(order: Order, state: OrderState): Advance {
  if (!isOf(order, state)) return foreign(order, state)
  const { venueOrderId } = state
  const news = { venueOrderId, told: state.filled }
  switch (state.status) {
    case 'open':
    case 'partially-filled':
      return known(order, { ...news, verdict: 'working' }, true)
    case 'filled':
      return afterWholeFill(order, state)
    case 'cancelled':
    case 'expired':
      return known(order, { ...news, verdict: state.status }, false)
    case 'rejected': {
      const hasFills = order.filled !== '0' || news.told !== '0'
      if (hasFills)
        return result(order, { ...news, verdict: 'cancelled' }, `told as rejected with ${state.filled} filled`)
      return result(order, { ...news, verdict: 'rejected', reject: WITHDRAWN })
    }
  }
}

/** Some venues round the amount, and some tell `filled` without how much: what the venue calls the whole counts. */
function afterWholeFill(order: Order, { amount, filled, venueOrderId }: OrderState): Advance {
  const told = toDecimal(Exact.max(filled, amount))
  const { request } = order
  if (exact(told).gte(request.amount)) return known(order, { told, venueOrderId }, false)
  const anomaly = `told as filled with ${toldText(told, request.amount)}`
  return result(order, { told, venueOrderId, verdict: 'cancelled' }, anomaly)
}

function afterFill(order: Order, fill: Fill): Advance {
  const amount = exact(fill.amount)
  if (!isOf(order, fill)) return foreign(order, fill)
  if (!amount.gt(0)) return result(order, {}, `fill ${fill.tradeId} has the amount ${fill.amount}`)
  return known(order, { fill: fill.amount }, false)
}

/** News of an order that the venue has, or had. */
function known(order: Order, news: News, isWorking: boolean): Advance {
  const next = result(order, news)
  const neverLived = order.status === 'rejected' || order.status === 'lost'
  const anomaly = overfill(order, news) ?? contradiction(order, news, next.order)
  if (neverLived)
    return {
      ...next,
      anomaly: next.changed || isWorking ? `${order.status} here, and the venue has it` : anomaly,
      stray: isWorking,
    }
  return { ...next, anomaly }
}

function overfill({ booked, filled, request }: Order, { fill, told = '0' }: News): string | undefined {
  if (fill === undefined && told === filled) return undefined
  const total = fill === undefined ? exact(told) : exact(booked).plus(fill)
  return total.lte(request.amount) ? undefined : `filled ${toldText(total.toFixed(), request.amount)}`
}

const contradiction = (order: Order, { venueOrderId }: News, next: Order): string | undefined =>
  venueOrderId === undefined || next.venueOrderId === venueOrderId
    ? undefined
    : `told under the venue's id ${venueOrderId}, and known under ${order.venueOrderId}`

const toldText = (told: string, amount: string): string => `${told} of ${amount}`

const WITHDRAWN = { code: 'other', message: 'the venue had taken the order and rejected it later' } as const

function result(order: Order, news: News, anomaly?: string): Advance {
  const next = withNews(order, news)
  return { order: next, changed: next !== order, anomaly, stray: false }
}

/** Nothing has come from the venue that only an order it has can cause. */
const isUnheardOf = ({ status, venueOrderId, filled }: Order): boolean =>
  (status === 'intended' || status === 'unknown') && venueOrderId === undefined && filled === '0'

const isOf = ({ request }: Order, about: Market & { readonly side: Side }): boolean =>
  request.exchange === about.exchange && request.symbol === about.symbol && request.side === about.side

const foreign = (order: Order, { exchange, side, symbol }: Market & { readonly side: Side }): Advance =>
  result(order, {}, `its client order id was told with a ${side} of ${symbol} at ${exchange}`)
