import { type ExchangeId, isChannelType, isExchangeId, isInterval, type Subscription } from '@md/types'

/** `binance:BTC/USDT` (ticker, trades and order book), `…:trades`, `…:orderbook:50`, `…:candles:1m`. */
export function readSubscription(text: string): readonly Subscription[] | undefined {
  const [name = '', symbol = '', channel, detail, ...rest] = text.split(':')
  const exchange = name.toLowerCase()
  if (!isExchangeId(exchange) || symbol === '' || rest.length > 0) return undefined
  const market = { exchange, symbol: symbol.toUpperCase() }
  if (channel === undefined) return everythingOf(market)
  const one = isChannelType(channel) ? readChannel(market, channel, detail) : undefined
  return one === undefined ? undefined : [one]
}

/** What is wanted of a market when nothing else is said. */
export const everythingOf = (market: {
  readonly exchange: ExchangeId
  readonly symbol: string
}): readonly Subscription[] => [
  { ...market, channel: 'ticker' },
  { ...market, channel: 'trades' },
  { ...market, channel: 'orderbook' },
]

function readChannel(
  market: { readonly exchange: ExchangeId; readonly symbol: string },
  channel: Subscription['channel'],
  detail: string | undefined,
): Subscription | undefined {
  switch (channel) {
    case 'candles':
      return isInterval(detail) ? { ...market, channel, interval: detail } : undefined
    case 'orderbook':
      if (detail === undefined) return { ...market, channel }
      return /^[1-9]\d{0,4}$/.test(detail) ? { ...market, channel, depth: Number(detail) } : undefined
    case 'ticker':
    case 'trades':
      return detail === undefined ? { ...market, channel } : undefined
  }
}
