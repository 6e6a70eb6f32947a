import {
  CHANNELS,
  type ChannelType,
  type Conflation,
  EVENT_TYPES,
  type EventType,
  EXCHANGES,
  type ExchangeId,
  INTERVALS,
  type Interval,
  InvalidInputError,
  isChannelType,
  isExchangeId,
  isInterval,
  type Market,
  type Subscription,
} from '@md/types'
import type { StreamOptions } from './event-stream.ts'
import type { StreamFilter } from './options.ts'

/** `BASE/QUOTE`. Some venues list names outside ASCII; none lists lower case under a unified symbol. */
const SYMBOL = /^[^\s/:a-z]{1,40}\/[^\s/:a-z]{1,40}$/u

const oneOf = (names: readonly string[]) => `use one of ${names.join(', ')}`

export function checkExchange(value: unknown): ExchangeId {
  if (isExchangeId(value)) return value
  throw new InvalidInputError('exchange', value, oneOf(EXCHANGES))
}

function checkSymbol(value: unknown): string {
  if (typeof value === 'string' && SYMBOL.test(value)) return value
  throw new InvalidInputError('symbol', value, 'use BASE/QUOTE in upper case, as in BTC/USDT')
}

export function checkInterval(value: unknown): Interval {
  if (isInterval(value)) return value
  throw new InvalidInputError('interval', value, oneOf(INTERVALS))
}

export function checkEventType(value: unknown): EventType {
  if ((EVENT_TYPES as readonly unknown[]).includes(value)) return value as EventType
  throw new InvalidInputError('event type', value, oneOf(EVENT_TYPES))
}

export function checkFunction(what: string, value: unknown): void {
  if (typeof value !== 'function') throw new InvalidInputError(what, value, 'use a function')
}

/** @returns the value, a whole number of at least 1 */
export function checkCount(what: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number
  throw new InvalidInputError(what, value, 'use a whole number of at least 1')
}

/** @returns the value, ms of at least 0 */
export function checkDuration(what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value
  throw new InvalidInputError(what, value, 'use milliseconds, 0 or more')
}

export function checkConflation(value: unknown): Conflation {
  if (value === 'every' || value === 'latest') return value
  const throttleMs = typeof value === 'object' && value !== null && 'throttleMs' in value ? value.throttleMs : undefined
  if (typeof throttleMs === 'number' && throttleMs > 0 && throttleMs <= LONGEST_TIMER) return { throttleMs }
  throw new InvalidInputError('conflate', value, "use 'every', 'latest' or { throttleMs } with more than 0 ms")
}

/** Longer timers of Node fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export function checkMarket(value: unknown): Market {
  if (typeof value !== 'object' || value === null)
    throw new InvalidInputError('market', value, 'use { exchange, symbol }')
  const { exchange, symbol }: { readonly exchange?: unknown; readonly symbol?: unknown } = value
  return { exchange: checkExchange(exchange), symbol: checkSymbol(symbol) }
}

/** The subscription with nothing in it but what its channel has. What belongs to another channel is ignored. */
export function checkSubscription(value: unknown): Subscription {
  if (typeof value !== 'object' || value === null) {
    throw new InvalidInputError('subscription', value, 'use { exchange, channel, symbol }')
  }
  const want: { readonly [Field in 'exchange' | 'channel' | 'symbol' | 'depth' | 'interval']?: unknown } = value
  const exchange = checkExchange(want.exchange)
  if (!isChannelType(want.channel)) throw new InvalidInputError('channel', want.channel, oneOf(CHANNELS))
  const symbol = checkSymbol(want.symbol)
  const channel: ChannelType = want.channel
  switch (channel) {
    case 'ticker':
    case 'trades':
      return { exchange, symbol, channel }
    case 'orderbook':
      if (want.depth === undefined) return { exchange, symbol, channel: 'orderbook' }
      return { exchange, symbol, channel: 'orderbook', depth: checkCount('depth', want.depth) }
    case 'candles':
      return { exchange, symbol, channel: 'candles', interval: checkInterval(want.interval) }
  }
}

/** @returns a filter with nothing in it but what was named */
export function checkFilter(filter: unknown): StreamFilter {
  if (typeof filter !== 'object' || filter === null) {
    throw new InvalidInputError('filter', filter, 'use { type, exchange, symbol, interval }, each optional')
  }
  const { type, exchange, symbol, interval }: Readonly<Record<string, unknown>> = { ...filter }
  return {
    ...(type === undefined ? {} : { type: Array.isArray(type) ? type.map(checkEventType) : checkEventType(type) }),
    ...(exchange === undefined ? {} : { exchange: checkExchange(exchange) }),
    ...(symbol === undefined ? {} : { symbol: checkSymbol(symbol) }),
    ...(interval === undefined ? {} : { interval: checkInterval(interval) }),
  }
}

export function checkStreamOptions({ limit = 1_000, onFull = 'drop-oldest' }: StreamOptions): Required<StreamOptions> {
  if (onFull !== 'drop-oldest' && onFull !== 'drop-newest') {
    throw new InvalidInputError('onFull', onFull, oneOf(['drop-oldest', 'drop-newest']))
  }
  return { limit: checkCount('limit', limit), onFull }
}

/** Times in ms since the epoch. */
export function checkRange(from: unknown, to: unknown): void {
  for (const time of [from, to]) {
    if (!Number.isFinite(time)) throw new InvalidInputError('time', time, 'use milliseconds since the epoch')
  }
  if ((from as number) > (to as number)) throw new InvalidInputError('from', from, `use a time not after ${String(to)}`)
}
