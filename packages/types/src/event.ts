import type { Candle } from './candle.ts'
import type { ConnectionChange } from './connection.ts'
import type { ErrorReport } from './error.ts'
import type { ExchangeId } from './exchange.ts'
import type { Gap } from './gap.ts'
import type { OrderBook } from './order-book.ts'
import type { Ticker } from './ticker.ts'
import type { Trade } from './trade.ts'

/** A failure on one exchange. */
export interface ExchangeErrorReport extends ErrorReport {
  readonly exchange: ExchangeId
  readonly at: number
}

/** Everything an adapter, the manager or a bridge can tell, by name. */
export interface EventMap {
  ticker: Ticker
  trade: Trade
  candle: Candle
  orderbook: OrderBook
  gap: Gap
  'exchange:connected': ConnectionChange
  'exchange:disconnected': ConnectionChange
  'exchange:reconnecting': ConnectionChange
  'exchange:error': ExchangeErrorReport
}

export type EventType = keyof EventMap

export const EVENT_TYPES = [
  'ticker',
  'trade',
  'candle',
  'orderbook',
  'gap',
  'exchange:connected',
  'exchange:disconnected',
  'exchange:reconnecting',
  'exchange:error',
] as const satisfies readonly EventType[]

/** Narrow on `type`. */
export type MarketEvent = { [T in EventType]: { readonly type: T; readonly data: EventMap[T] } }[EventType]

/** The name the user's documents use for an event. */
export type WebSocketEvent = MarketEvent
