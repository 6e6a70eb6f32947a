import type { OrderType, Side } from '@md/types'
import { Exact, exact } from '../decimal/exact.ts'
import { ENDED, type Order } from '../orders/order.ts'
import type { Surroundings } from './surroundings.ts'
import type { Proposal } from './view.ts'

/** An order before the risk chain. */
export interface Subject extends Surroundings {
  readonly proposal: Proposal
}

/** What decides the worth of an order: proposals and orders on their way alike. */
export interface Priced {
  readonly side: Side
  readonly type: OrderType
  readonly amount: Exact
  /** Unset for a market order, even if it came with one: it says nothing about what it will trade at. */
  readonly price: Exact | undefined
  readonly stopPrice: Exact | undefined
}

export const pricedProposal = (proposal: Proposal): Priced => priced(proposal, exact(proposal.amount))

/** Orders never change, and are looked at for every proposal while they rest: each is read once. */
const read = new WeakMap<Order, Priced>()

export function pricedOrder(order: Order): Priced {
  const known = read.get(order)
  if (known !== undefined) return known
  const made = priced(order.request, stillToCome(order))
  read.set(order, made)
  return made
}

/** Base currency that may still reach the position: of an order that has ended, the fills that are still to come. */
export const outstanding = (order: Order): Exact => pricedOrder(order).amount

const stillToCome = ({ booked, filled, request, status }: Order): Exact =>
  Exact.max(0, exact(ENDED.has(status) ? filled : request.amount).minus(booked))

interface Terms {
  readonly side: Side
  readonly type: OrderType
  readonly price?: string | undefined
  readonly stopPrice?: string | undefined
}

const priced = ({ side, type, price, stopPrice }: Terms, amount: Exact): Priced => ({
  side,
  type,
  amount,
  price: type === 'market' || price === undefined ? undefined : exact(price),
  stopPrice: type !== 'stop' || stopPrice === undefined ? undefined : exact(stopPrice),
})
