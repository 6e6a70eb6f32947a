import {
  type BookMessage,
  type DecodeContext,
  type Inbound,
  isObject,
  isString,
  parseJson,
  type Skipped,
  skipped,
  skippedFor,
  type WireObject,
} from '@md/adapter-core'
import type { ChannelType } from '@md/types'
import { heartbeatOf, refusalOf, stateOf } from './control.ts'
import { type Fault, isTradeId, toBookSnapshot, toBookUpdate, toTicker, toTrade } from './normalise.ts'

/**
 * What one frame of the Coinbase Exchange feed means: always exactly one thing, for any bytes.
 * Message types: docs.cdp.coinbase.com/exchange/websocket-feed/channels.
 */
export function decode(frame: Buffer, context: DecodeContext): readonly Inbound[] {
  const text = frame.toString()
  const message = parseJson(text)
  if (isObject(message)) return [meaningOf(message, text, context)]
  return [message === undefined ? unreadable(text, context) : skipped('shape', text)]
}

function meaningOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  switch (message['type']) {
    case 'l2update':
      return bookOf(message, text, context, toBookUpdate)
    case 'match':
      return tradeOf(message, text, context)
    case 'ticker':
      return tickerOf(message, text, context)
    case 'heartbeat':
      return heartbeatOf(message, text, context)
    case 'snapshot':
      return bookOf(message, text, context, toBookSnapshot)
    case 'last_match':
      return lastTradeOf(message, text, context)
    case 'subscriptions':
      return stateOf(message, text, context)
    case 'error':
      return refusalOf(message, text, context)
    default:
      return foreign(message['type'], text)
  }
}

function bookOf(
  message: WireObject,
  text: string,
  context: DecodeContext,
  read: (message: WireObject, symbol: string, receivedAt: number) => BookMessage | Fault,
): Inbound {
  const symbol = symbolIn(message, context)
  if (symbol === undefined) return unrequested(message, text)
  const book = read(message, symbol, context.receivedAt)
  return typeof book === 'string' ? skippedFor(book, text, symbol, 'orderbook') : book
}

function tradeOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  const symbol = symbolIn(message, context)
  if (symbol === undefined) return unrequested(message, text)
  const trade = toTrade(message, symbol, context.receivedAt)
  return typeof trade === 'string' ? skippedFor(trade, text, symbol, 'trades') : { kind: 'trade', trade }
}

/** The last trade before the subscription. It may be hours old: known, but not news. */
function lastTradeOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  const symbol = symbolIn(message, context)
  if (symbol === undefined) return unrequested(message, text)
  const id = message['trade_id']
  return isTradeId(id)
    ? { kind: 'trade-watermark', symbol, id: String(id) }
    : skippedFor('shape', text, symbol, 'trades')
}

function tickerOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  const symbol = symbolIn(message, context)
  if (symbol === undefined) return unrequested(message, text)
  const ticker = toTicker(message, symbol, context.receivedAt)
  return typeof ticker === 'string' ? skippedFor(ticker, text, symbol, 'ticker') : { kind: 'ticker', ticker }
}

function symbolIn(message: WireObject, context: DecodeContext): string | undefined {
  const product = message['product_id']
  return isString(product) ? context.symbolOf(product) : undefined
}

const unrequested = (message: WireObject, text: string): Skipped =>
  skipped(isString(message['product_id']) ? 'unrequested' : 'shape', text)

/** Messages of channels that this adapter never asks for: `full`, `level3`, `status`, `auctionfeed`, `rfq_matches`. */
const OTHER_CHANNELS = new Set(
  'received open done change activate noop level3 status auction rfq_match balance'.split(' '),
)

function foreign(type: unknown, text: string): Skipped {
  if (!isString(type)) return skipped('shape', text)
  return skipped(OTHER_CHANNELS.has(type) ? 'unrequested' : 'unknown', text)
}

const CHANNEL_OF_TYPE: Readonly<Record<string, ChannelType>> = {
  l2update: 'orderbook',
  snapshot: 'orderbook',
  match: 'trades',
  last_match: 'trades',
  ticker: 'ticker',
}

/**
 * A frame that is not JSON. When its beginning still tells whose it was, it says so:
 * nothing else would show that a change of this venue's unnumbered book is missing.
 */
function unreadable(text: string, context: DecodeContext): Skipped {
  const channel = CHANNEL_OF_TYPE[/"type":"(\w+)"/.exec(text)?.[1] ?? '']
  const product = /"product_id":"([^"]+)"/.exec(text)?.[1]
  const symbol = product === undefined ? undefined : context.symbolOf(product)
  return symbol === undefined || channel === undefined
    ? skipped('not-json', text)
    : skippedFor('not-json', text, symbol, channel)
}
