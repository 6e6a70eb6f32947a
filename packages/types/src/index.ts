export type { AdapterMetrics, IExchangeAdapter } from './adapter.ts'
export type { Candle } from './candle.ts'
export type { Clock } from './clock.ts'
export type {
  AdapterFactory,
  BridgeDelivery,
  MarketDataManagerConfig,
  RedisAddress,
  RedisEventBridgeConfig,
  RedisTlsConfig,
  RedisTopology,
} from './config.ts'
export { type ConnectionChange, type ConnectionConfig, ConnectionState, type ReconnectionConfig } from './connection.ts'
export { type ErrorContext, type ErrorReport, InvalidInputError, MdError, type Recovery, reportOf } from './error.ts'
export {
  EVENT_TYPES,
  type EventMap,
  type EventType,
  type ExchangeErrorReport,
  type MarketEvent,
  type WebSocketEvent,
} from './event.ts'
export type { BridgeMetrics, EventBridge, EventFilter, EventOrigin, RedisMetrics } from './event-bridge.ts'
export { EXCHANGES, type ExchangeId, isExchangeId } from './exchange.ts'
export type {
  Balance,
  ExecutionVenue,
  Fill,
  OrderRequest,
  OrderState,
  OrderType,
  Outcome,
  RejectCode,
  TimeInForce,
  VenueEvent,
} from './execution.ts'
export type { Conflation, Handle, MarketFeed } from './feed.ts'
export type { Gap } from './gap.ts'
export type { Instrument, ReferenceData } from './instrument.ts'
export { INTERVALS, type Interval, intervalMs, isInterval } from './interval.ts'
export { type Logger, silentLogger } from './logger.ts'
export type { Decimal, Market, Side, Stamped } from './market.ts'
export type { BookChange, BookIntegrity, BookSide, BookStatus, Level, OrderBook } from './order-book.ts'
export {
  CHANNELS,
  type ChannelRequest,
  type ChannelType,
  isChannelType,
  requestKey,
  type Subscription,
  type SubscriptionRequest,
} from './subscription.ts'
export type { Ticker } from './ticker.ts'
export type { Trade } from './trade.ts'
