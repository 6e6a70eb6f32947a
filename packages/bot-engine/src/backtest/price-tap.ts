import type { MarketEvent, MarketFeed } from '@md/types'
import type { BotSubscription } from '../strategy/strategy.ts'

export type PriceListener = (exchange: string, symbol: string, price: number) => void

/** Tells every price that a bot with these subscriptions would see, before the bot does if it is opened before it. */
export async function tapPrices(
  feed: MarketFeed,
  subscriptions: readonly BotSubscription[],
  listener: PriceListener,
): Promise<void> {
  const hear = ({ data, type }: MarketEvent): void => {
    if (type === 'ticker') listener(data.exchange, data.symbol, data.last)
    else if (type === 'trade') listener(data.exchange, data.symbol, data.price)
    else if (type === 'candle') listener(data.exchange, data.symbol, data.close)
    else if (type === 'orderbook' && data.status === 'live')
      listener(data.exchange, data.symbol, (data.bids.price(0) + data.asks.price(0)) / 2)
  }
  for (const { conflate: _conflate, unfinished: _unfinished, ...want } of subscriptions)
    await feed.subscribe(want, hear)
}
