import type { Exact } from '../decimal/exact.ts'
import { exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { ENDED, type Order, type OrderStatus } from './order.ts'

/** What one input says about an order. What it leaves out, it does not touch. */
export interface News {
  /** `working`: the venue has it and has not ended it. */
  readonly verdict?: 'working' | 'unknown' | 'cancelled' | 'rejected' | 'expired' | 'lost'
  readonly venueOrderId?: string
  /** Base currency, as the venue told it. */
  readonly told?: Exact
  /** Base currency of one more fill. */
  readonly fill?: Exact
  readonly cancelling?: boolean
  readonly settledBy?: number
  readonly reject?: NonNullable<Order['reject']>
}

/**
 * The order after the news; the same object when nothing is new. Members always come in the same order, so that an
 * order is the same JSON whether it was ever stored or not.
 */
export function withNews(order: Order, news: News): Order {
  const amount = exact(order.request.amount)
  const booked = news.fill === undefined ? exact(order.booked) : exact(order.booked).plus(news.fill)
  const filled = largest(exact(order.filled), booked, news.told ?? ZERO, amount)
  const status = statusAfter(order.status, news.verdict, filled, amount)
  const next: Order = {
    ref: order.ref,
    sequence: order.sequence,
    request: order.request,
    purpose: order.purpose,
    because: order.because,
    createdAt: order.createdAt,
    status,
    venueOrderId: order.venueOrderId ?? news.venueOrderId,
    filled: toDecimal(filled),
    booked: toDecimal(booked),
    cancelling: !ENDED.has(status) && (news.cancelling ?? order.cancelling),
    settledBy: status === 'unknown' ? (news.settledBy ?? order.settledBy) : undefined,
    reject: order.reject ?? (status === 'rejected' ? news.reject : undefined),
  }
  return isSame(order, next) ? order : next
}

/** The largest of the three, never above the amount. */
function largest(known: Exact, booked: Exact, told: Exact, amount: Exact): Exact {
  let filled = known
  if (booked.gt(filled)) filled = booked
  if (told.gt(filled)) filled = told
  return filled.gt(amount) ? amount : filled
}

/** What has ended never works again; it may only turn out to be filled whole. */
function statusAfter(status: OrderStatus, verdict: News['verdict'], filled: Exact, amount: Exact): OrderStatus {
  if (filled.gte(amount)) return 'filled'
  if (ENDED.has(status)) return status
  if (verdict !== undefined && verdict !== 'working' && verdict !== 'unknown') return verdict
  if (filled.gt(ZERO)) return 'partially-filled'
  if (verdict === 'working') return 'open'
  return verdict === 'unknown' && status === 'intended' ? 'unknown' : status
}

const isSame = (before: Order, after: Order): boolean =>
  before.status === after.status &&
  before.filled === after.filled &&
  before.booked === after.booked &&
  before.venueOrderId === after.venueOrderId &&
  before.cancelling === after.cancelling &&
  before.settledBy === after.settledBy &&
  before.reject === after.reject
