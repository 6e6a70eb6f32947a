import type { Decimal, Market, Side } from './market.ts'

export type OrderType = 'market' | 'limit' | 'stop'
export type TimeInForce = 'GTC' | 'IOC' | 'FOK'

export interface OrderRequest extends Market {
  readonly clientOrderId: string
  readonly side: Side
  readonly type: OrderType
  /** Base currency. */
  readonly amount: Decimal
  readonly price?: Decimal
  readonly stopPrice?: Decimal
  readonly timeInForce?: TimeInForce
  readonly postOnly?: boolean
}

export type RejectCode =
  | 'insufficient-funds'
  | 'filter'
  | 'post-only'
  | 'rate-limit'
  | 'market-closed'
  | 'unknown-order'
  | 'duplicate'
  | 'authentication'
  | 'other'

/** `unknown` is not `rejected`: only a look-up by client order id settles it, at the latest at `settledBy` (ms since the epoch). */
export type Outcome =
  | { readonly outcome: 'accepted'; readonly venueOrderId: string }
  | { readonly outcome: 'rejected'; readonly code: RejectCode; readonly message: string }
  | { readonly outcome: 'unknown'; readonly settledBy: number }

export interface Fill extends Market {
  /** The venue's trade id: a fill is counted once by it. */
  readonly tradeId: string
  readonly clientOrderId: string
  readonly side: Side
  readonly price: Decimal
  readonly amount: Decimal
  readonly fee: Decimal
  readonly feeAsset: string
  readonly liquidity: 'maker' | 'taker'
  readonly timestamp: number
}

export interface OrderState extends Market {
  readonly clientOrderId: string
  readonly venueOrderId: string
  readonly status: 'open' | 'partially-filled' | 'filled' | 'cancelled' | 'rejected' | 'expired'
  readonly side: Side
  readonly amount: Decimal
  readonly filled: Decimal
  readonly price?: Decimal
}

export interface Balance {
  readonly asset: string
  readonly free: Decimal
  readonly locked: Decimal
}

export type VenueEvent =
  | { readonly type: 'order'; readonly data: OrderState }
  | { readonly type: 'fill'; readonly data: Fill }
  | { readonly type: 'balance'; readonly data: Balance }
  | { readonly type: 'connectivity'; readonly data: { readonly connected: boolean; readonly reason: string } }

/** Where orders go: paper, live and replay alike. */
export interface ExecutionVenue {
  /** Pure; fits the venue's format. */
  clientOrderId(botId: string, fence: number, sequence: number): string
  connect(listener: (event: VenueEvent) => void): Promise<void>
  disconnect(): Promise<void>
  /** Never retries, never throws. */
  place(order: OrderRequest): Promise<Outcome>
  cancel(symbol: string, clientOrderId: string): Promise<Outcome>
  find(symbol: string, clientOrderId: string): Promise<OrderState | undefined>
  openOrders(): Promise<readonly OrderState[]>
  fills(symbol: string, since: number): Promise<readonly Fill[]>
  balances(): Promise<readonly Balance[]>
}
