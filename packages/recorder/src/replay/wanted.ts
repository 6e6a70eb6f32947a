import type { ChannelType, EventType, MarketEvent, Subscription } from '@md/types'

/** The events of a subscription's own market. */
const TYPE_OF_CHANNEL = {
  ticker: 'ticker',
  trades: 'trade',
  candles: 'candle',
  orderbook: 'orderbook',
} as const satisfies Record<ChannelType, EventType>

/** Whether an event of the exchange concerns a subscription: its data, its gaps, and whatever happens to the connection. */
export function concerns(want: Subscription, { type, data }: MarketEvent): boolean {
  switch (type) {
    case 'ticker':
    case 'trade':
    case 'orderbook':
      return TYPE_OF_CHANNEL[want.channel] === type && data.symbol === want.symbol
    case 'candle':
      return want.channel === 'candles' && data.symbol === want.symbol && data.interval === want.interval
    case 'gap':
      return data.channel === want.channel && data.symbol === want.symbol
    default:
      return true
  }
}
