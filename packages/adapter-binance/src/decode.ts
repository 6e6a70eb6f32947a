import {
  asCandle,
  asTicker,
  asTrade,
  type DecodeContext,
  type Fault,
  type Inbound,
  isArray,
  isObject,
  isString,
  lost,
  parseFrame,
  type Skipped,
  type SkipReason,
  skipped,
  skippedFor,
  type Unchecked,
  type Whose,
  type WireObject,
} from '@md/adapter-core'
import type { ChannelType } from '@md/types'
import { decodeAnswer } from './answers.ts'
import { toBookUpdate, toCandle, toMiniTicker, toQuote, toTicker, toTrade } from './normalise.ts'
import { scan } from './scan.ts'
import type { WireCombined, WireTrade } from './wire.ts'

/** What every event may have, and the wrapper; each kind's own fields are looked at where it is normalised. */
type Message = Unchecked<WireCombined & Pick<WireTrade, 'e' | 's'>>

const CHANNEL_OF: ReadonlyMap<unknown, ChannelType> = new Map([
  ['depthUpdate', 'orderbook'],
  ['trade', 'trades'],
  ['24hrMiniTicker', 'ticker'],
  ['24hrTicker', 'ticker'],
  ['kline', 'candles'],
])

/** Events Binance has and we do not ask for. Aggregated and block trades in particular must not be mixed with trades. */
const UNUSED: ReadonlySet<unknown> = new Set([
  'aggTrade',
  'blockTrade',
  'avgPrice',
  'referencePrice',
  '1hTicker',
  '4hTicker',
  '1dTicker',
])

const SHUTDOWN = 'serverShutdown'

/** What one text frame of `/stream` (wrapped) or `/ws` (bare) means. Any bytes: never throws. */
export function decode(frame: Buffer, context: DecodeContext): readonly Inbound[] {
  const inbound = scan(frame, context)
  return inbound === undefined ? decodePlain(frame, context) : [inbound]
}

/** The same by way of `JSON.parse`, for every kind and any layout. */
export function decodePlain(frame: Buffer, context: DecodeContext): readonly Inbound[] {
  const text = frame.toString()
  const message = parseFrame(frame, text)
  if (message === undefined) return [unreadable('not-json', text, context)]

  const payload = unwrapped(message)
  // `!miniTicker@arr` and its kind, where a user's own `url` asks for them.
  if (isArray(payload) && payload.length > 0 && payload.every(isObject)) {
    return payload.map((event) => decodePayload(event, text, context))
  }
  return [decodePayload(payload, text, context)]
}

function unwrapped(message: unknown): unknown {
  if (!isObject(message)) return message
  const { stream, data }: Message = message
  if (!isString(stream) || data === undefined) return message
  return stream === `!${SHUTDOWN}` ? { e: SHUTDOWN } : data
}

function decodePayload(payload: unknown, text: string, context: DecodeContext): Inbound {
  if (!isObject(payload)) return unreadable('shape', text, context)
  const { s: venueSymbol }: Message = payload
  const symbol = isString(venueSymbol) ? context.symbolOf(venueSymbol) : undefined
  if (symbol === undefined) return decodeOther(payload, text, context)

  const inbound = normalised(payload, symbol, context.receivedAt)
  if (inbound === undefined) return decodeOther(payload, text, context)
  return isString(inbound) ? skippedFor(inbound, text, symbol, channelOf(payload)) : inbound
}

/** `undefined`: not of a kind we ask for. */
function normalised(wire: WireObject, symbol: string, receivedAt: number): Inbound | Fault | undefined {
  switch (wire['e']) {
    case 'depthUpdate':
      return toBookUpdate(wire, symbol, receivedAt)
    case 'trade':
      return asTrade(toTrade(wire, symbol, receivedAt))
    case '24hrMiniTicker':
      return asTicker(toMiniTicker(wire, symbol, receivedAt))
    case '24hrTicker':
      return asTicker(toTicker(wire, symbol, receivedAt))
    case 'kline':
      return asCandle(toCandle(wire, symbol, receivedAt))
    // Nothing but `bookTicker` names a symbol and no type.
    case undefined:
      return toQuote(wire, symbol) ?? { kind: 'control', name: 'bookTicker of a one-sided book' }
    default:
      return undefined
  }
}

/** What is not data of a symbol somebody asked for. */
function decodeOther(message: WireObject, text: string, context: DecodeContext): Inbound {
  const { e: type, s: venueSymbol }: Message = message
  if (isAskedFor(message)) {
    return isString(venueSymbol) ? skipped('unrequested', text) : unreadable('shape', text, context)
  }
  if (type === SHUTDOWN) return { kind: 'closing', reason: 'Binance announced serverShutdown' }
  if (isString(type) && UNUSED.has(type)) return { kind: 'control', name: type }
  return (type === undefined ? decodeAnswer(message) : undefined) ?? skipped('unknown', text)
}

/** Whether it is of a kind we ask for. */
const isAskedFor = ({ e: type, s: venueSymbol }: Message): boolean =>
  type === undefined ? venueSymbol !== undefined : CHANNEL_OF.has(type)

/** Of a kind we ask for; that without a type is `bookTicker`. */
const channelOf = ({ e: type }: Message): ChannelType => CHANNEL_OF.get(type) ?? 'ticker'

const WRAPPED_STREAM = /^\s*\{\s*"stream"\s*:\s*"([^"@]+)@(trade|depth|miniTicker|ticker|bookTicker|kline)\b/
const BARE_EVENT = /^\s*\{\s*"e"\s*:\s*"(\w+)"\s*,\s*"E"\s*:\s*\d+\s*,\s*"s"\s*:\s*"([^"]+)"/

const CHANNEL_OF_STREAM: ReadonlyMap<string | undefined, ChannelType> = new Map([
  ['trade', 'trades'],
  ['depth', 'orderbook'],
  ['miniTicker', 'ticker'],
  ['ticker', 'ticker'],
  ['bookTicker', 'ticker'],
  ['kline', 'candles'],
])

function whose(head: string): Whose {
  const [, streamSymbol, stream] = WRAPPED_STREAM.exec(head) ?? []
  const [, event, eventSymbol] = BARE_EVENT.exec(head) ?? []
  const channel = CHANNEL_OF_STREAM.get(stream) ?? CHANNEL_OF.get(event)
  return { channel, venueSymbol: streamSymbol?.toUpperCase() ?? eventSymbol }
}

const unreadable = (reason: SkipReason, text: string, context: DecodeContext): Skipped =>
  lost(reason, text, { context, whose })
