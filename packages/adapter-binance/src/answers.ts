import { type Inbound, isArray, isId, isObject, isString, type Unchecked } from '@md/adapter-core'
import type { WireDepth, WireError, WireResult, WireWrappedError } from './wire.ts'

type Answer = Unchecked<WireResult & WireError & WireWrappedError & WireDepth>

/** What Binance says without a type: answers to our requests, and partial books. `undefined`: something else. */
export function decodeAnswer(message: Answer): Inbound | undefined {
  if (message.result !== undefined) return decodeResult(message)
  if (isObject(message.error)) return refusal(message.error, message.id)
  if (isString(message.msg)) return refusal(message, message.id)
  // `<symbol>@depth5|10|20` names no symbol: of no use beside the diff stream.
  if (isArray(message.bids) && isArray(message.asks)) return { kind: 'control', name: 'partial depth' }
  return undefined
}

/** `null` is "done" to SUBSCRIBE and UNSUBSCRIBE; LIST_SUBSCRIPTIONS and GET_PROPERTY, which we never send, answer with a value. */
function decodeResult({ result, id }: Unchecked<WireResult>): Inbound {
  return result === null && isId(id) ? { kind: 'accepted', requestId: id } : { kind: 'control', name: 'result' }
}

/** Some refusals name no request: Binance could not read its id. */
function refusal({ code, msg }: Unchecked<WireError>, id: unknown): Inbound {
  const reason = `${isString(msg) ? msg : 'no reason given'} (code ${typeof code === 'number' ? code : 'unknown'})`
  return isId(id) ? { kind: 'refused', requestId: id, reason } : { kind: 'refused', reason }
}
