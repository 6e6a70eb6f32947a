export { BaseExchangeAdapter } from './base-exchange-adapter.ts'
export { type OpenSocket, openSocket, type Socket, type SocketEvents } from './connection/socket.ts'
export {
  AbandonedError,
  AttemptsSpentError,
  BookSuspectError,
  ConnectionLostError,
  ListenerFailedError,
  NotAcknowledgedError,
  RestError,
  SilentSubscriptionError,
  SubscriptionRefusedError,
  UnknownSymbolError,
} from './errors.ts'
export type { Accepted, BookMessage, Inbound, Quote, Refused, Skipped, SkipReason } from './inbound.ts'
export type { AdapterOptions } from './options.ts'
export type {
  BookRules,
  BookSnapshot,
  DecodeContext,
  Endpoints,
  ExchangeProtocol,
  RestGet,
  TradeHole,
  VenueLimits,
  VenueMarket,
  VenueRest,
  WireRequest,
} from './protocol.ts'
export { ByteScanner } from './wire/byte-scanner.ts'
export { toAmount, toNumber, toPrice } from './wire/decimal.ts'
export { type Fault, faultOf, levelsFault } from './wire/fault.ts'
export { isArray, isId, isObject, isString, type Unchecked, type WireObject } from './wire/guards.ts'
export { toLevel, toLevels } from './wire/levels.ts'
export { type Literal, literal } from './wire/literal.ts'
export { lost, type Whose } from './wire/lost.ts'
export { asCandle, asTicker, asTrade, unlessFault } from './wire/meaning.ts'
export { parseFrame, parseJson } from './wire/parse-json.ts'
export { skipped, skippedFor } from './wire/skipped.ts'
export { toTime } from './wire/time.ts'
