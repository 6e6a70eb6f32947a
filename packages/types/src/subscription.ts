import type { Interval } from './interval.ts'
import type { Market } from './market.ts'

export const CHANNELS = ['ticker', 'trades', 'orderbook', 'candles'] as const

export type ChannelType = (typeof CHANNELS)[number]

export const isChannelType = (value: unknown): value is ChannelType => (CHANNELS as readonly unknown[]).includes(value)

/** What is wanted, without the exchange: what one adapter is asked for. */
export type ChannelRequest = { readonly symbol: string } & (
  | { readonly channel: 'ticker' | 'trades' }
  /** `depth`: at least this many levels a side. Unset: the adapter's default. */
  | { readonly channel: 'orderbook'; readonly depth?: number }
  | { readonly channel: 'candles'; readonly interval: Interval }
)

/** What is wanted, and from which exchange. */
export type Subscription = Market & ChannelRequest

/** The name the user's documents use for a subscription. */
export type SubscriptionRequest = Subscription

/**
 * Identity of a request within one exchange, as in `candles:BTC/USDT:1m`.
 * Depth is not part of it: a market has one book, as deep as its most demanding subscriber wants.
 */
export function requestKey(request: ChannelRequest): string {
  const key = `${request.channel}:${request.symbol}`
  return request.channel === 'candles' ? `${key}:${request.interval}` : key
}
