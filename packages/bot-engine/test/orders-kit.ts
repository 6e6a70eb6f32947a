import type { Fill, OrderRequest, OrderState, Outcome } from '@md/types'
import type { ManualClock } from '@md/types/testing'
import { intendedOrder } from '../src/orders/intended-order.ts'
import type { Order } from '../src/orders/order.ts'
import type { OrderInput } from '../src/orders/order-input.ts'
import { aFill as aLedgerFill } from './ledger-fills.ts'

export const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

export const aRequest = (particulars: Partial<OrderRequest> = {}): OrderRequest => ({
  ...MARKET,
  clientOrderId: 'bot-1-1',
  side: 'buy',
  type: 'limit',
  amount: '1',
  price: '100',
  ...particulars,
})

export const anOrder = (request: Partial<OrderRequest> = {}, particulars: Partial<Order> = {}): Order => ({
  ...intendedOrder({ ref: 'entry', request: aRequest(request), purpose: 'exposure', because: 'test', createdAt: 0 }, 1),
  ...particulars,
})

export const aState = (particulars: Partial<OrderState> = {}): OrderState => ({
  ...MARKET,
  clientOrderId: 'bot-1-1',
  venueOrderId: 'v1',
  status: 'open',
  side: 'buy',
  amount: '1',
  filled: '0',
  ...particulars,
})

export const aFill = (particulars: Partial<Fill> = {}): Fill =>
  aLedgerFill({ tradeId: 't1', clientOrderId: 'bot-1-1', timestamp: 0, ...particulars })

export const placing = (outcome: Outcome): OrderInput => ({
  type: 'outcome',
  clientOrderId: 'bot-1-1',
  of: 'place',
  outcome,
})

export const cancelling = (outcome: Outcome): OrderInput => ({
  type: 'outcome',
  clientOrderId: 'bot-1-1',
  of: 'cancel',
  outcome,
})

export const told = (state: Partial<OrderState>): OrderInput => ({ type: 'order', state: aState(state) })

export const found = (state: Partial<OrderState> | undefined): OrderInput => ({
  type: 'found',
  clientOrderId: 'bot-1-1',
  state: state && aState(state),
})

export const filledBy = (amount: string): OrderInput => ({ type: 'fill', fill: aFill({ amount }) })

export const ACCEPTED: Outcome = { outcome: 'accepted', venueOrderId: 'v1' }
export const UNKNOWN: Outcome = { outcome: 'unknown', settledBy: 5_000 }
export const REJECTED: Outcome = { outcome: 'rejected', code: 'filter', message: 'too small' }

/** Everything that needs no time has happened. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve()
}

/** Time passes in steps, and what each step leads to happens before the next. */
export async function pass(clock: ManualClock, ms: number, stepMs = 250): Promise<void> {
  for (let left = ms; left > 0; left -= stepMs) {
    await settled()
    clock.advance(Math.min(stepMs, left))
  }
  await settled()
}
