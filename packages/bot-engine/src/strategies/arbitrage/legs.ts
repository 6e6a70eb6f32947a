import type { Market, OrderBook } from '@md/types'
import { type Exact, exact } from '../../decimal/exact.ts'
import type { BotContext } from '../../strategy/context.ts'
import { tradable } from '../parts/holding.ts'

/** One market of two, and what a taker pays there; a fraction. */
export interface Leg extends Market {
  readonly fee: number
}

export interface Freshness {
  /** How old a book may be, and how far apart the two; ms. */
  readonly maxAgeMs: number
  readonly maxSkewMs: number
}

/** Both books, if prices of the two can be compared: verified, recent and of the same moment. */
export function comparable(
  ctx: BotContext,
  buy: Market,
  sell: Market,
  limits: Freshness,
): [OrderBook, OrderBook] | undefined {
  const [one, other] = [ctx.book(buy), ctx.book(sell)]
  if (one?.status !== 'live' || other?.status !== 'live') return undefined
  const oldest = Math.min(one.receivedAt, other.receivedAt)
  const apart = Math.abs(one.receivedAt - other.receivedAt)
  return ctx.now - oldest <= limits.maxAgeMs && apart <= limits.maxSkewMs ? [one, other] : undefined
}

/** What is earned by buying at one price and selling at the other, over what is paid; a fraction. */
export const edgeOf = (ask: number, buyFee: number, bid: number, sellFee: number): number =>
  (bid * (1 - sellFee)) / (ask * (1 + buyFee)) - 1

/** Base currency that both venues take, within what stands at their best prices; zero: nothing. */
export function commonAmount(ctx: BotContext, most: Exact, buy: [Market, OrderBook], sell: [Market, OrderBook]): Exact {
  const [ask, bid] = [buy[1].asks, sell[1].bids]
  const wanted = [most, exact(ask.amount(0)), exact(bid.amount(0))].reduce((least, each) =>
    each.lt(least) ? each : least,
  )
  const bought = tradable(wanted, exact(ask.price(0)), ctx.instrument(buy[0]))
  return tradable(bought, exact(bid.price(0)), ctx.instrument(sell[0]))
}
