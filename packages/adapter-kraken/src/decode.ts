import {
  asTicker,
  asTrade,
  type DecodeContext,
  type Fault,
  type Inbound,
  isArray,
  isId,
  isObject,
  isString,
  lost,
  parseFrame,
  type Skipped,
  type SkipReason,
  skipped,
  skippedFor,
  toTime,
  type Unchecked,
  type Whose,
  type WireObject,
} from '@md/adapter-core'
import type { ChannelType } from '@md/types'
import { decodeAnswer } from './answers.ts'
import { quoteNumbers } from './digits.ts'
import { toBook, toCandle, toTicker, toTrade } from './normalise.ts'
import { scan } from './scan.ts'
import type { WireFrame } from './wire.ts'

type Frame = Unchecked<WireFrame>

const CHANNELS: ReadonlyMap<unknown, ChannelType> = new Map([
  ['book', 'orderbook'],
  ['ticker', 'ticker'],
  ['trade', 'trades'],
  ['ohlc', 'candles'],
])

/** Channels that Kraken has and we never ask for. */
const UNUSED: ReadonlySet<unknown> = new Set(['instrument', 'level3', 'executions', 'balances'])

const HEARTBEAT: readonly Inbound[] = [{ kind: 'control', name: 'heartbeat' }]

/** Maintenance and the like show here first; what of it concerns market data shows in the data. */
const STATUS: readonly Inbound[] = [{ kind: 'control', name: 'status' }]

/** What one text frame of Kraken's v2 feed means. Any bytes: never throws. */
export const decode = (frame: Buffer, context: DecodeContext): readonly Inbound[] =>
  scan(frame, context) ?? decodePlain(frame, context)

/** The same by way of `JSON.parse`, for every frame and any layout. */
export function decodePlain(frame: Buffer, context: DecodeContext): readonly Inbound[] {
  const text = frame.toString()
  const message = parseFrame(frame, text)
  if (message === undefined) return [unreadable('not-json', text, context)]
  if (!isObject(message)) return [skipped('shape', text)]

  const read: Frame = message
  if (read.channel === undefined) return [decodeAnswer(message, text, context)]
  if (read.channel === 'book') return decodeRows(withDigits(text), 'orderbook', text, context)
  if (read.channel === 'heartbeat') return HEARTBEAT
  if (read.channel === 'status') return STATUS
  const channel = CHANNELS.get(read.channel)
  return channel === undefined ? [foreign(read.channel, text)] : decodeRows(read, channel, text, context)
}

/** Parsed once more, so that the levels have their digits: only a book that `scan` could not read comes here. */
const withDigits = (text: string): Frame => JSON.parse(quoteNumbers(text))

function foreign(channel: unknown, text: string): Skipped {
  if (!isString(channel)) return skipped('shape', text)
  return skipped(UNUSED.has(channel) ? 'unrequested' : 'unknown', text)
}

function decodeRows(frame: Frame, channel: ChannelType, text: string, context: DecodeContext): readonly Inbound[] {
  const { type, data } = frame
  if (!isArray(data) || data.length === 0 || !isString(type)) return [unreadable('shape', text, context)]
  if (type !== 'snapshot' && type !== 'update') return [unreadable('unknown', text, context)]
  if (channel === 'trades' && type === 'snapshot') return [watermark(data, text, context)]

  const inbounds: Inbound[] = []
  for (let i = 0; i < data.length; i++) {
    inbounds.push(takeRow(data[i], { frame, channel, isLast: i + 1 === data.length }, text, context))
  }
  return inbounds
}

interface Place {
  readonly frame: Frame
  readonly channel: ChannelType
  readonly isLast: boolean
}

function takeRow(row: unknown, place: Place, text: string, context: DecodeContext): Inbound {
  const symbol = symbolOf(row, context)
  if (!isObject(row) || symbol === undefined) return unaddressed(row, text, context)
  const inbound = decodeRow(row, symbol, place, context.receivedAt)
  return isString(inbound) ? skippedFor(inbound, text, symbol, place.channel) : inbound
}

function decodeRow(row: WireObject, symbol: string, place: Place, receivedAt: number): Inbound | Fault {
  switch (place.channel) {
    case 'orderbook':
      return toBook(row, place.frame.type === 'snapshot' ? 'snapshot' : 'update', symbol, receivedAt)
    case 'trades':
      return asTrade(toTrade(row, symbol, receivedAt))
    case 'ticker':
      return asTicker(toTicker(row, symbol, receivedAt))
    case 'candles':
      return decodeCandle(row, symbol, place, receivedAt)
  }
}

/** A snapshot ends with the running candle, unless nothing was traded since an older one was over. */
function decodeCandle(row: WireObject, symbol: string, { frame, isLast }: Place, receivedAt: number): Inbound | Fault {
  const timestamp = toTime(frame.timestamp)
  const candle = toCandle(row, symbol, { timestamp, receivedAt })
  if (isString(candle)) return candle
  const isOver = timestamp !== undefined && candle.closeTime < timestamp
  return frame.type === 'snapshot' && (!isLast || isOver)
    ? { kind: 'candle', candle, history: true }
    : { kind: 'candle', candle }
}

/** Trades from before the subscription are not news; the last of them says what must have been seen. */
function watermark(rows: readonly unknown[], text: string, context: DecodeContext): Inbound {
  const symbol = symbolOf(rows[0], context)
  if (symbol === undefined) return unaddressed(rows[0], text, context)
  let latest = -1
  for (const row of rows) {
    const id = isObject(row) ? row['trade_id'] : undefined
    if (!isId(id)) return skippedFor('shape', text, symbol, 'trades')
    latest = Math.max(latest, id)
  }
  return { kind: 'trade-watermark', symbol, id: String(latest) }
}

function symbolOf(row: unknown, context: DecodeContext): string | undefined {
  const symbol = isObject(row) ? row['symbol'] : undefined
  return isString(symbol) ? context.symbolOf(symbol) : undefined
}

/** A row that does not say whose it is, or is nobody's. */
function unaddressed(row: unknown, text: string, context: DecodeContext): Skipped {
  return isObject(row) && isString(row['symbol']) ? skipped('unrequested', text) : unreadable('shape', text, context)
}

const FRAME_CHANNEL = /^\s*\{\s*"channel"\s*:\s*"(\w+)"/
const FRAME_SYMBOL = /"symbol"\s*:\s*"([^"]+)"/

const whose = (head: string): Whose => ({
  channel: CHANNELS.get(FRAME_CHANNEL.exec(head)?.[1]),
  venueSymbol: FRAME_SYMBOL.exec(head)?.[1],
})

const unreadable = (reason: SkipReason, text: string, context: DecodeContext): Skipped =>
  lost(reason, text, { context, whose })
