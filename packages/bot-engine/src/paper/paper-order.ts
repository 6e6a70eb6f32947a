import type { OrderRequest, OrderState } from '@md/types'
import { type Exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { Queue } from './queue.ts'
import type { Terms } from './terms.ts'

/** An order as the paper venue keeps it. */
export interface PaperOrder extends Terms {
  readonly request: OrderRequest
  readonly venueOrderId: string
  readonly amount: Exact
  /** The price as a number, to compare market data with; NaN: any. */
  readonly limit: number
  remaining: Exact
  /** Of the quote for a buy, of the base for a sell. */
  locked: Exact
  status: OrderState['status']
  /** A stop order that waits for its price. */
  waiting: boolean
  /** When it began to wait for something of the market: what arrived here until then is of no use to it. */
  restedAt: number
  /** Undefined where no book tells what stands at its price. */
  queue: Queue | undefined
  /** The candle in which it began to wait. */
  candle: { readonly openTime: number; readonly low: number; readonly high: number } | undefined
}

export function newOrder(request: OrderRequest, { amount, price, stopPrice }: Terms, venueOrderId: string): PaperOrder {
  return {
    request,
    venueOrderId,
    amount,
    price,
    stopPrice,
    limit: price?.toNumber() ?? Number.NaN,
    remaining: amount,
    locked: ZERO,
    status: 'open',
    waiting: request.type === 'stop',
    restedAt: Number.POSITIVE_INFINITY,
    queue: undefined,
    candle: undefined,
  }
}

export const isOpen = ({ status }: { readonly status: OrderState['status'] }): boolean =>
  status === 'open' || status === 'partially-filled'

export function stateOf({ request, venueOrderId, status, amount, remaining, price }: PaperOrder): OrderState {
  const { exchange, symbol, clientOrderId, side } = request
  return {
    exchange,
    symbol,
    clientOrderId,
    venueOrderId,
    status,
    side,
    amount: toDecimal(amount),
    filled: toDecimal(amount.minus(remaining)),
    ...(price === undefined ? {} : { price: toDecimal(price) }),
  }
}
