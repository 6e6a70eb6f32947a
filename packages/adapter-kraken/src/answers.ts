import {
  type DecodeContext,
  type Inbound,
  isObject,
  isString,
  skipped,
  type Unchecked,
  type WireObject,
} from '@md/adapter-core'
import { type ChannelRequest, requestKey } from '@md/types'
import { intervalOf } from './intervals.ts'
import type { WireAnswer, WireSubscription } from './wire.ts'

const PONG: Inbound = { kind: 'control', name: 'pong' }

/** Nobody waits for the answers to these: what cannot be given up is not subscribed, and a ping was answered at least. */
const UNAWAITED: ReadonlySet<unknown> = new Set(['unsubscribe', 'ping'])
const REFUSED: Inbound = { kind: 'control', name: 'refused' }

/** `Exceeded msg rate`. */
const TOO_FAST = /exceeded.*rate/i

/** What Kraken answers to a request of ours: one answer for each symbol of it. */
export function decodeAnswer(message: WireObject, text: string, context: DecodeContext): Inbound {
  const { method, success, error }: Unchecked<WireAnswer> = message
  if (method === 'pong') return PONG
  if (success === false || isString(error)) return UNAWAITED.has(method) ? REFUSED : refusal(message, context)
  if (method === 'subscribe' && success === true) return acceptance(message, text, context)
  if (method === 'unsubscribe' && success === true) return { kind: 'accepted', ...requestIdOf(message) }
  return skipped(isString(method) ? 'unknown' : 'shape', text)
}

function acceptance(answer: Unchecked<WireAnswer>, text: string, context: DecodeContext): Inbound {
  const request = isObject(answer.result) ? requestOf(answer.result, context) : undefined
  if (request === undefined) return skipped('shape', text)
  return { kind: 'accepted', ...requestIdOf(answer), keys: [requestKey(request)] }
}

/** v2 spells symbols as we do, so an answer for one that is not wanted any more still names its key. */
function requestOf(result: Unchecked<WireSubscription>, context: DecodeContext): ChannelRequest | undefined {
  if (!isString(result.symbol)) return undefined
  const symbol = context.symbolOf(result.symbol) ?? result.symbol
  switch (result.channel) {
    case 'ticker':
      return { channel: 'ticker', symbol }
    case 'trade':
      return { channel: 'trades', symbol }
    case 'book':
      return { channel: 'orderbook', symbol }
    case 'ohlc': {
      const interval = intervalOf(result.interval)
      return interval && { channel: 'candles', symbol, interval }
    }
    default:
      return undefined
  }
}

/** A refusal names no channel, and where Kraken could not read the request, neither symbol nor `req_id`. */
function refusal(answer: Unchecked<WireAnswer>, context: DecodeContext): Inbound {
  const { error, symbol } = answer
  const reason = isString(error) ? error : 'no reason given'
  const about = isString(symbol) ? { symbol: context.symbolOf(symbol) ?? symbol } : {}
  const again = TOO_FAST.test(reason) ? { transient: true as const } : {}
  return { kind: 'refused', ...requestIdOf(answer), ...about, ...again, reason }
}

function requestIdOf({ req_id: requestId }: Unchecked<WireAnswer>): { readonly requestId?: number } {
  return typeof requestId === 'number' ? { requestId } : {}
}
