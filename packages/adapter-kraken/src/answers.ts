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
import { intervalOf, KRAKEN_INTERVALS } from './intervals.ts'
import type { WireAnswer, WireSubscription } from './wire.ts'

const PONG: Inbound = { kind: 'control', name: 'pong' }

/** Nobody waits for the answer to a ping, and it was answered at least. */
const REFUSED: Inbound = { kind: 'control', name: 'refused' }

/** `Exceeded msg rate`. */
const TOO_FAST = /exceeded.*rate/i

/** `Already subscribed`: what was asked for stands. */
const STANDS = /^already subscribed/i

/** What Kraken answers to a request of ours: one answer for each symbol of it. */
export function decodeAnswer(message: WireObject, text: string, context: DecodeContext): Inbound {
  const { method, success, error }: Unchecked<WireAnswer> = message
  if (method === 'pong') return PONG
  if (success === false || isString(error)) return declined(message, context)
  if (method === 'subscribe' && success === true) return acceptance(message, text, context)
  if (method === 'unsubscribe' && success === true) return { kind: 'accepted', ...requestIdOf(message) }
  return skipped(isString(method) ? 'unknown' : 'shape', text)
}

function declined(answer: Unchecked<WireAnswer>, context: DecodeContext): Inbound {
  const { method, error } = answer
  if (method === 'ping') return REFUSED
  if (isString(error) && TOO_FAST.test(error)) return refusal(answer, context)
  // What cannot be given up is not subscribed: `Subscription Not Found`.
  if (method === 'unsubscribe') return { kind: 'accepted', ...requestIdOf(answer) }
  return (isString(error) && STANDS.test(error) && standing(answer, context)) || refusal(answer, context)
}

/** It names the symbol and the request, which has but one channel: the key is one of these. `undefined`: neither. */
function standing(answer: Unchecked<WireAnswer>, context: DecodeContext): Inbound | undefined {
  const { requestId } = requestIdOf(answer)
  if (requestId === undefined || !isString(answer.symbol)) return undefined
  const symbol = context.symbolOf(answer.symbol) ?? answer.symbol
  const plain = (['ticker', 'trades', 'orderbook'] as const).map((channel) => requestKey({ channel, symbol }))
  const candles = KRAKEN_INTERVALS.map((interval) => requestKey({ channel: 'candles', symbol, interval }))
  return { kind: 'accepted', requestId, keys: [...plain, ...candles] }
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
