import {
  type DecodeContext,
  type Inbound,
  isArray,
  isId,
  isObject,
  isString,
  skipped,
  type Unchecked,
} from '@md/adapter-core'
import { requestKey } from '@md/types'
import { channelOf } from './channels.ts'
import { unifiedSymbol } from './symbols.ts'
import type { WireChannel, WireError, WireHeartbeat, WireSubscriptions } from './wire.ts'

/** `ETH-USD is not a valid product`, `LOOM-USDC is delisted`. */
const NAMED_PRODUCT = /^(\S+-\S+) is /

/** The venue's words when it ends a connection: we read too slowly, sent too much, or sent something too long. */
const PARTING_WORDS = /ErrSlowConsume|ErrSlowRead|Message too big/

/** Once a second: the last trade there was, or, for a product nobody asked for, that the socket is alive. */
export function heartbeatOf(message: Unchecked<WireHeartbeat>, text: string, context: DecodeContext): Inbound {
  const { product_id: product, last_trade_id: id } = message
  if (!isString(product) || !isId(id)) return skipped('shape', text)
  const symbol = context.symbolOf(product)
  // 0 has been sent for products that do trade: it means that the venue does not say.
  if (symbol === undefined || id === 0) return { kind: 'control', name: 'heartbeat' }
  return { kind: 'trade-watermark', symbol, id: String(id) }
}

/** The venue acknowledges with everything that is subscribed on this socket. */
export function stateOf(message: Unchecked<WireSubscriptions>, text: string, context: DecodeContext): Inbound {
  if (!isArray(message.channels)) return skipped('shape', text)
  const keys: string[] = []
  for (const channel of message.channels) {
    if (!isObject(channel) || !addKeys(keys, channel, context)) return skipped('shape', text)
  }
  return { kind: 'state', keys }
}

/** False when this is not a channel. */
function addKeys(keys: string[], { name, product_ids: products }: Unchecked<WireChannel>, context: DecodeContext) {
  if (!isString(name)) return false
  const channel = channelOf(name)
  if (channel === undefined || channel === 'candles') return true
  if (!isArray(products)) return false
  for (const product of products) {
    const symbol = isString(product) ? context.symbolOf(product) : undefined
    if (symbol !== undefined) keys.push(requestKey({ channel, symbol }))
  }
  return true
}

/** A refusal, which names at most a product: one that is unknown fails all of its message. */
export function refusalOf({ message, reason }: Unchecked<WireError>, text: string, context: DecodeContext): Inbound {
  const words = [message, reason].filter((part) => isString(part) && part !== '').join(': ')
  if (words === '') return skipped('shape', text)
  if (PARTING_WORDS.test(words)) return { kind: 'closing', reason: words }

  const product = isString(reason) ? NAMED_PRODUCT.exec(reason)?.[1] : undefined
  if (product === undefined) return { kind: 'refused', reason: words }
  const symbol = context.symbolOf(product) ?? unifiedSymbol(product) ?? product
  return { kind: 'refused', symbol, reason: words }
}
