import { CHANNELS, type ChannelRequest, InvalidInputError } from '@md/types'
import type { ExchangeProtocol } from '../protocol.ts'

const UNIFIED_SYMBOL = /^[^\s/]+\/[^\s/]+$/u

/** @throws InvalidInputError naming what of the request cannot be used, and what can */
export function checkRequest(protocol: ExchangeProtocol, request: ChannelRequest): void {
  const { channel, symbol } = request
  if (!protocol.channels.includes(channel)) {
    const known = CHANNELS.filter((name) => protocol.channels.includes(name))
    throw new InvalidInputError('channel', channel, `${protocol.exchange} has ${known.join(', ')}`)
  }
  if (typeof symbol !== 'string' || !UNIFIED_SYMBOL.test(symbol)) {
    throw new InvalidInputError('symbol', symbol, 'BASE/QUOTE, as in BTC/USDT')
  }
  if (request.channel === 'candles' && !protocol.intervals.includes(request.interval)) {
    throw new InvalidInputError(
      'interval',
      request.interval,
      `${protocol.exchange} has ${protocol.intervals.join(', ')}`,
    )
  }
  const depth = request.channel === 'orderbook' ? request.depth : undefined
  if (depth !== undefined && !(Number.isInteger(depth) && depth > 0)) {
    throw new InvalidInputError('depth', depth, 'a whole number of levels from 1, or nothing for the default')
  }
}
