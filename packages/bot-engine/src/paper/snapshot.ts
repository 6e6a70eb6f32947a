import { type Balance, type Decimal, type Fill, InvalidInputError, type OrderRequest, type OrderState } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { Account } from './account.ts'
import type { History } from './history.ts'
import { newOrder, type PaperOrder } from './paper-order.ts'

/** The whole account as JSON. Places in queues are not part of it: the orders join anew. */
export interface PaperSnapshot {
  readonly version: 1
  /** Beginning of the ids until now, and how many were given; whoever takes it up begins them differently. */
  readonly ids: { readonly prefix: string; readonly orders: number; readonly trades: number }
  readonly balances: readonly Balance[]
  readonly orders: readonly StoredOrder[]
  readonly fills: readonly Fill[]
}

export interface StoredOrder {
  readonly request: OrderRequest
  readonly venueOrderId: string
  readonly status: OrderState['status']
  readonly remaining: Decimal
  readonly locked: Decimal
  /** A stop order that waits for its price. */
  readonly waiting: boolean
}

export function snapshotOf(account: Account, history: History, ids: PaperSnapshot['ids']): PaperSnapshot {
  return {
    version: 1,
    ids: { ...ids },
    balances: account.balances,
    orders: history.all.map(({ request, venueOrderId, status, remaining, locked, waiting }) => ({
      request,
      venueOrderId,
      status,
      remaining: toDecimal(remaining),
      locked: toDecimal(locked),
      waiting,
    })),
    fills: [...history.allFills],
  }
}

/** @throws InvalidInputError for a snapshot of another version */
export function restoreInto(account: Account, history: History, snapshot: PaperSnapshot): void {
  if (snapshot.version !== 1) {
    throw new InvalidInputError('version of the paper account', snapshot.version, 'this release reads version 1')
  }
  account.restore(snapshot.balances)
  for (const order of snapshot.orders) history.add(restored(order))
  for (const fill of snapshot.fills) history.addFill(fill)
}

function restored({ request, venueOrderId, status, remaining, locked, waiting }: StoredOrder): PaperOrder {
  const terms = {
    amount: exact(request.amount),
    price: request.price === undefined ? undefined : exact(request.price),
    stopPrice: request.stopPrice === undefined ? undefined : exact(request.stopPrice),
  }
  const order = newOrder(request, terms, venueOrderId)
  return Object.assign(order, { status, remaining: exact(remaining), locked: exact(locked), waiting })
}
