import type { Candle, ExchangeId, MarketEvent, Ticker, Trade } from '@md/types'

export type Fault = 'shape' | 'number'

/**
 * Why an event cannot be used, if so. Adapters skip what is malformed; this is the second line, so that no consumer ever
 * computes with a price that is none. A price has to be a positive number (no spot market trades at zero or below), a quote
 * may be 0 (an empty side), an amount of a trade may not.
 */
export function faultOf(event: MarketEvent, exchange: ExchangeId): Fault | undefined {
  const data: unknown = event.data
  if (typeof data !== 'object' || data === null || event.data.exchange !== exchange) return 'shape'
  switch (event.type) {
    case 'ticker':
      return faultOfMarket(event.data, isTicker(event.data))
    case 'trade':
      return faultOfMarket(event.data, isTrade(event.data))
    case 'candle':
      return faultOfMarket(event.data, isCandle(event.data))
    case 'orderbook':
    case 'gap':
      return faultOfMarket(event.data, true)
    default:
      return undefined
  }
}

function faultOfMarket({ symbol }: { readonly symbol: unknown }, inRange: boolean): Fault | undefined {
  if (typeof symbol !== 'string') return 'shape'
  return inRange ? undefined : 'number'
}

// Written so that NaN fails, and text that looks like a number.
const isPrice = (value: unknown) => typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY
const isAmount = (value: unknown) => typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY

const isTicker = ({ ask, bid, last }: Ticker) => isPrice(last) && isAmount(bid) && isAmount(ask)

const isTrade = ({ amount, price }: Trade) => isPrice(price) && isPrice(amount)

const isCandle = ({ close, high, low, open, volume }: Candle) =>
  isPrice(open) && isPrice(high) && isPrice(low) && isPrice(close) && isAmount(volume)
