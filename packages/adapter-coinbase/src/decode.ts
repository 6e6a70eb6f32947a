import {
  asTicker,
  asTrade,
  type DecodeContext,
  type Fault,
  type Inbound,
  isId,
  isObject,
  isString,
  lost,
  parseFrame,
  type Skipped,
  skipped,
  skippedFor,
  type Whose,
  type WireObject,
} from '@md/adapter-core'
import type { ChannelType } from '@md/types'
import { heartbeatOf, refusalOf, stateOf } from './control.ts'
import { toBookSnapshot, toBookUpdate, toTicker, toTrade } from './normalise.ts'
import { scan } from './scan.ts'

/**
 * What one frame of the Coinbase Exchange feed means: always exactly one thing, for any bytes.
 * Message types: docs.cdp.coinbase.com/exchange/websocket-feed/channels.
 */
export const decode = (frame: Buffer, context: DecodeContext): readonly Inbound[] => [
  scan(frame, context) ?? meaningOf(frame, context),
]

/** The same by way of `JSON.parse`, for every kind and any layout. */
export const decodePlain = (frame: Buffer, context: DecodeContext): readonly Inbound[] => [meaningOf(frame, context)]

function meaningOf(frame: Buffer, context: DecodeContext): Inbound {
  const text = frame.toString()
  const message = parseFrame(frame, text)
  if (message === undefined) return lost('not-json', text, { context, whose })
  return isObject(message) ? messageOf(message, text, context) : skipped('shape', text)
}

function messageOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  switch (message['type']) {
    case 'heartbeat':
      return heartbeatOf(message, text, context)
    case 'subscriptions':
      return stateOf(message, text, context)
    case 'error':
      return refusalOf(message, text, context)
    default:
      return dataOf(message, text, context)
  }
}

/** What is of one of our channels names its product. */
function dataOf(message: WireObject, text: string, context: DecodeContext): Inbound {
  const channel = channelIn(message)
  if (channel === undefined) return foreign(message['type'], text)
  const product = message['product_id']
  const symbol = isString(product) ? context.symbolOf(product) : undefined
  if (symbol === undefined) return skipped(isString(product) ? 'unrequested' : 'shape', text)
  const inbound = normalised(message, symbol, context.receivedAt)
  return isString(inbound) ? skippedFor(inbound, text, symbol, channel) : inbound
}

const CHANNEL_OF_TYPE: ReadonlyMap<unknown, ChannelType> = new Map([
  ['l2update', 'orderbook'],
  ['snapshot', 'orderbook'],
  ['match', 'trades'],
  ['last_match', 'trades'],
  ['ticker', 'ticker'],
])

const channelIn = ({ type }: WireObject): ChannelType | undefined => CHANNEL_OF_TYPE.get(type)

function normalised(message: WireObject, symbol: string, receivedAt: number): Inbound | Fault {
  switch (message['type']) {
    case 'l2update':
      return toBookUpdate(message, symbol, receivedAt)
    case 'snapshot':
      return toBookSnapshot(message, symbol, receivedAt)
    case 'match':
      return asTrade(toTrade(message, symbol, receivedAt))
    case 'ticker':
      return asTicker(toTicker(message, symbol, receivedAt))
    default:
      return lastTradeOf(message, symbol)
  }
}

/** The last trade before the subscription. It may be hours old: known, but not news. */
function lastTradeOf({ trade_id: id }: WireObject, symbol: string): Inbound | Fault {
  return isId(id) ? { kind: 'trade-watermark', symbol, id: String(id) } : 'shape'
}

/** Messages of channels that this adapter never asks for: `full`, `level3`, `status`, `auctionfeed`, `rfq_matches`. */
const OTHER_CHANNELS = new Set(
  'received open done change activate noop level3 status auction rfq_match balance'.split(' '),
)

function foreign(type: unknown, text: string): Skipped {
  if (!isString(type)) return skipped('shape', text)
  return skipped(OTHER_CHANNELS.has(type) ? 'unrequested' : 'unknown', text)
}

const whose = (head: string): Whose => ({
  channel: CHANNEL_OF_TYPE.get(/"type":"(\w+)"/.exec(head)?.[1]),
  venueSymbol: /"product_id":"([^"]+)"/.exec(head)?.[1],
})
