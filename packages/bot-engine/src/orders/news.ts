import type { Decimal } from '@md/types'
import { Exact, exact, toDecimal } from '../decimal/exact.ts'
import { ENDED, type Order, type OrderStatus } from './order.ts'

/** What one input says about an order. What it leaves out, it does not touch. */
export interface News {
  /** `working`: the venue has it and has not ended it. */
  readonly verdict?: 'working' | 'unknown' | 'cancelled' | 'rejected' | 'expired' | 'lost'
  readonly venueOrderId?: string
  /** Base currency, as the venue told it. */
  readonly told?: Decimal
  /** Base currency of one more fill. */
  readonly fill?: Decimal
  readonly cancelling?: boolean
  readonly settledBy?: number
  readonly reject?: NonNullable<Order['reject']>
}

/**
 * The order after the news; the same object when nothing is new. Members always come in the same order, so that an
 * order is the same JSON whether it was ever stored or not.
 */
export function withNews(order: Order, news: News): Order {
  const { booked, filled, isWhole } = amountsAfter(order, news)
  const status = statusAfter(order.status, news.verdict, filled, isWhole)
  const next: Order = {
    ref: order.ref,
    sequence: order.sequence,
    request: order.request,
    purpose: order.purpose,
    because: order.because,
    createdAt: order.createdAt,
    status,
    venueOrderId: order.venueOrderId ?? news.venueOrderId,
    filled,
    booked,
    cancelling: !ENDED.has(status) && (news.cancelling ?? order.cancelling),
    settledBy: status === 'unknown' ? (news.settledBy ?? order.settledBy) : undefined,
    reject: order.reject ?? (status === 'rejected' ? news.reject : undefined),
  }
  return isSame(order, next) ? order : next
}

interface Amounts {
  readonly filled: Decimal
  readonly booked: Decimal
  readonly isWhole: boolean
}

/** Most news is none of amounts: exact numbers are made only where something has to be compared. */
function amountsAfter({ booked, filled, request, status }: Order, { fill, told }: News): Amounts {
  if (fill === undefined && (told === undefined || told === filled))
    return { booked, filled, isWhole: status === 'filled' }
  const bookedNow = fill === undefined ? exact(booked) : exact(booked).plus(fill)
  const amount = exact(request.amount)
  const most = Exact.min(amount, Exact.max(filled, bookedNow, told ?? 0))
  return { booked: toDecimal(bookedNow), filled: toDecimal(most), isWhole: most.gte(amount) }
}

/** What has ended never works again; it may only turn out to be filled whole. */
function statusAfter(status: OrderStatus, verdict: News['verdict'], filled: Decimal, isWhole: boolean): OrderStatus {
  if (isWhole) return 'filled'
  if (ENDED.has(status)) return status
  if (verdict !== undefined && verdict !== 'working' && verdict !== 'unknown') return verdict
  if (filled !== '0') return 'partially-filled'
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
