import { requestKey } from '@md/types'
import type { Inbound } from '../inbound.ts'

/** The key of the subscription that a message with data belongs to. */
export function upstreamKeyOf(inbound: Inbound): string | undefined {
  switch (inbound.kind) {
    case 'ticker':
      return requestKey({ channel: 'ticker', symbol: inbound.ticker.symbol })
    case 'trade':
      return requestKey({ channel: 'trades', symbol: inbound.trade.symbol })
    case 'candle':
      return requestKey({ channel: 'candles', symbol: inbound.candle.symbol, interval: inbound.candle.interval })
    case 'book':
      return requestKey({ channel: 'orderbook', symbol: inbound.symbol })
    default:
      return undefined
  }
}
