import type { Market } from '@md/types'
import type { BotSubscription } from '../strategy/strategy.ts'
import { marketKey } from './market-watch.ts'

/** In the order in which they are first named: the first is the bot's own. */
export function marketsOf(subscriptions: readonly BotSubscription[]): readonly Market[] {
  const markets = new Map<string, Market>()
  for (const { exchange, symbol } of subscriptions) {
    const market = { exchange, symbol }
    if (!markets.has(marketKey(market))) markets.set(marketKey(market), market)
  }
  return [...markets.values()]
}

/** `marketKey interval` of the candles that are wanted while they still change. */
export const unfinishedCandlesOf = (subscriptions: readonly BotSubscription[]): ReadonlySet<string> =>
  new Set(
    subscriptions.flatMap((want) =>
      want.channel === 'candles' && want.unfinished === true ? [`${marketKey(want)} ${want.interval}`] : [],
    ),
  )
