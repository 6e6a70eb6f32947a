import type { BookSide, Market, OrderBook, Side } from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'
import type { Order } from '../orders/order.ts'
import type { RiskLimits } from './limits.ts'
import { decimalOf, positive } from './number-of.ts'
import type { RiskView } from './view.ts'

/** One moment of a bot in one market, and what it may do. */
export interface Surroundings {
  readonly view: RiskView
  readonly limits: RiskLimits
}

/** Base currency; negative when short. */
export const heldIn = ({ position }: RiskView): Exact => exact(position.amount)

/** The book, where it may be relied on. */
const liveBook = ({ book }: RiskView): OrderBook | undefined => (book?.status === 'live' ? book : undefined)

/** What a taker of that side would meet. */
export const opposite = (view: RiskView, side: Side): BookSide | undefined =>
  side === 'buy' ? liveBook(view)?.asks : liveBook(view)?.bids

/** What a taker of that side would trade at next: the live book's best, otherwise the last price. */
export const reference = (view: RiskView, side: Side): number | undefined =>
  positive(opposite(view, side)?.price(0)) ?? positive(view.price)

/** Undefined where the venue tells none, or none that can be read. */
export function freeOf(view: RiskView, asset: string): Exact | undefined {
  const free = view.free(asset)
  return free === undefined ? undefined : decimalOf(free)
}

/** What is on its way in the market itself, and in the other markets of the bot. */
export const pendingHere = ({ openOrders, position: { market } }: RiskView): readonly Order[] =>
  openOrders.filter(({ request }) => isSameMarket(request, market))

export const pendingElsewhere = ({ openOrders, position: { market } }: RiskView): readonly Order[] =>
  openOrders.filter(({ request }) => !isSameMarket(request, market))

const isSameMarket = (a: Market, b: Market): boolean => a.symbol === b.symbol && a.exchange === b.exchange
