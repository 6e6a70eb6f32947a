import {
  type BookChange,
  type BookIntegrity,
  type BookStatus,
  type Candle,
  CHANNELS,
  ConnectionState,
  type ExchangeId,
  type Gap,
  type Level,
  type MarketEvent,
  type Ticker,
  type Trade,
} from '@md/types'
import type { Channel } from '../names.ts'
import { BOOK_INTEGRITIES, BOOK_STATUSES, CHANGE_KINDS, TICKER_EXTRAS } from './codes.ts'
import { isCount } from './is-count.ts'

/** A book as it travels: not its levels, but what changed. */
export interface BookNews {
  readonly type: 'book'
  readonly timestamp: number | undefined
  readonly receivedAt: number
  readonly status: BookStatus
  readonly integrity: BookIntegrity
  readonly sequence: number
  readonly change: BookChange | undefined
}

export type Decoded = Exclude<MarketEvent, { type: 'orderbook' }> | BookNews

/** One item of a message: its channel says what it is, `at` where its data begin. Nothing for what is not well formed. */
export function decodeEvent(channel: Channel, item: readonly unknown[], at: number): Decoded | undefined {
  switch (channel.kind) {
    case 'trade':
      return decodeTrade(channel, item, at)
    case 'ticker':
      return decodeTicker(channel, item, at)
    case 'candle':
      return decodeCandle(channel, item, at)
    case 'orderbook':
      return decodeBook(item, at)
    case 'gap':
      return decodeGap(channel, item[at + 2])
    case 'exchange':
      return decodeChange(channel.exchange, item[at + 2], item[at + 3])
  }
}

/** JSON has no NaN, but it has 1e999. */
const isNumber = (value: unknown): value is number => Number.isFinite(value)

const isTime = (value: unknown): value is number | null => value === null || isNumber(value)

const isFlag = (value: unknown): value is 0 | 1 => value === 0 || value === 1

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function decodeTrade({ exchange, symbol }: Channel, item: readonly unknown[], at: number): Decoded | undefined {
  const timestamp = item[at]
  const receivedAt = item[at + 1]
  const id = item[at + 2]
  const price = item[at + 3]
  const amount = item[at + 4]
  const side = item[at + 5]
  const origin = item[at + 6]
  if (!(isTime(timestamp) && isNumber(receivedAt) && typeof id === 'string' && isNumber(price) && isNumber(amount))) {
    return undefined
  }
  if (!(isFlag(side) && isFlag(origin))) return undefined
  const data: Trade = {
    exchange,
    symbol,
    timestamp: timestamp ?? undefined,
    receivedAt,
    id,
    price,
    amount,
    side: side === 0 ? 'buy' : 'sell',
    origin: origin === 0 ? 'live' : 'backfill',
  }
  return { type: 'trade', data }
}

function decodeTicker({ exchange, symbol }: Channel, item: readonly unknown[], at: number): Decoded | undefined {
  const timestamp = item[at]
  const [receivedAt, last, bid, ask] = [item[at + 1], item[at + 2], item[at + 3], item[at + 4]]
  if (!(isTime(timestamp) && isNumber(receivedAt) && isNumber(last) && isNumber(bid) && isNumber(ask))) return undefined
  if (!isFlag(item[at + 5])) return undefined
  const data: { -readonly [K in keyof Ticker]: Ticker[K] } = {
    exchange,
    symbol,
    timestamp: timestamp ?? undefined,
    receivedAt,
    last,
    bid,
    ask,
    quote: item[at + 5] === 0 ? 'live' : 'last',
  }
  for (let i = at + 6; i < item.length; i++) {
    const extra = TICKER_EXTRAS[i - at - 6]
    const value = item[i]
    if (extra !== undefined && isNumber(value)) data[extra] = value
  }
  return { type: 'ticker', data }
}

function decodeCandle(channel: Channel, item: readonly unknown[], at: number): Decoded | undefined {
  const { exchange, interval, symbol } = channel
  const timestamp = item[at]
  const numbers = item.slice(at + 1, at + 10)
  if (interval === undefined || !isTime(timestamp) || numbers.length < 9 || !numbers.every(isNumber)) return undefined
  const [receivedAt = 0, openTime = 0, closeTime = 0, open = 0, high = 0, low = 0, close = 0, volume = 0, flags = 0] =
    numbers
  const data: Candle = {
    exchange,
    symbol,
    timestamp: timestamp ?? undefined,
    receivedAt,
    interval,
    openTime,
    closeTime,
    open,
    high,
    low,
    close,
    volume,
    closed: (flags & 1) === 1,
    ...((flags & 2) === 2 && { partial: true }),
  }
  return { type: 'candle', data }
}

function decodeBook(item: readonly unknown[], at: number): BookNews | undefined {
  const [timestamp, receivedAt, statusCode, integrityCode, sequence] = item.slice(at, at + 5)
  const status = isNumber(statusCode) ? BOOK_STATUSES[statusCode] : undefined
  const integrity = isNumber(integrityCode) ? BOOK_INTEGRITIES[integrityCode] : undefined
  if (!(isTime(timestamp) && isNumber(receivedAt) && isCount(sequence)) || !status || !integrity) return undefined
  const head = { type: 'book', timestamp: timestamp ?? undefined, receivedAt, status, integrity, sequence } as const
  const kindCode = item[at + 5]
  if (kindCode === undefined) return { ...head, change: undefined }

  const kind = isNumber(kindCode) ? CHANGE_KINDS[kindCode] : undefined
  const bids = decodeLevels(item[at + 6])
  const asks = decodeLevels(item[at + 7])
  return kind && bids && asks ? { ...head, change: { kind, sequence, bids, asks } } : undefined
}

function decodeLevels(flat: unknown): readonly Level[] | undefined {
  if (!Array.isArray(flat) || flat.length % 2 !== 0) return undefined
  const levels: Level[] = []
  for (let i = 0; i < flat.length; i += 2) {
    const price: unknown = flat[i]
    const amount: unknown = flat[i + 1]
    if (!(isNumber(price) && isNumber(amount))) return undefined
    levels.push([price, amount])
  }
  return levels
}

function decodeGap({ exchange, symbol }: Channel, data: unknown): Decoded | undefined {
  if (!isRecord(data)) return undefined
  const { channel, from, missed, recovered, to } = data
  const known = CHANNELS.find((one) => one === channel)
  const cause = GAP_CAUSES.find((one) => one === data['cause'])
  if (!(known && cause && typeof recovered === 'boolean')) return undefined
  const gap: Gap = {
    exchange,
    symbol,
    channel: known,
    missed: isNumber(missed) ? missed : undefined,
    recovered,
    cause,
    ...(typeof from === 'string' && { from }),
    ...(typeof to === 'string' && { to }),
  }
  return { type: 'gap', data: gap }
}

const GAP_CAUSES = ['drop', 'sequence', 'checksum', 'overflow', 'epoch', 'crossed', 'malformed'] as const
const STATES = Object.values(ConnectionState)
const RECOVERIES = ['skip', 'resync', 'reconnect', 'stop'] as const

function decodeChange(exchange: ExchangeId, type: unknown, data: unknown): Decoded | undefined {
  if (!isRecord(data)) return undefined
  const { at, attempt, delayMs, reason } = data
  if (!isNumber(at)) return undefined
  switch (type) {
    case 'exchange:connected':
    case 'exchange:disconnected':
    case 'exchange:reconnecting': {
      const state = STATES.find((one) => one === data['state'])
      const previous = STATES.find((one) => one === data['previous'])
      if (!(state && previous && typeof reason === 'string')) return undefined
      const change = {
        exchange,
        state,
        previous,
        reason,
        at,
        ...(isNumber(attempt) && { attempt }),
        ...(isNumber(delayMs) && { delayMs }),
      }
      return { type, data: change }
    }
    case 'exchange:error':
      return decodeError(exchange, at, data)
    default:
      return undefined
  }
}

function decodeError(exchange: ExchangeId, at: number, data: Readonly<Record<string, unknown>>): Decoded | undefined {
  const { code, context, message } = data
  const recovery = RECOVERIES.find((one) => one === data['recovery'])
  if (!(typeof code === 'string' && typeof message === 'string' && recovery && isRecord(context))) return undefined
  const plain: Record<string, string | number | boolean> = {}
  for (const [key, value] of Object.entries(context)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') plain[key] = value
  }
  return { type: 'exchange:error', data: { exchange, at, code, message, recovery, context: plain } }
}
