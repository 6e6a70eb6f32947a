import type { MaintainedBook } from '@md/order-book'
import type { BookSnapshot } from '../protocol.ts'

/** Levels a side that stay inside what is known, where nothing is said about depth. */
export const USUAL_DEPTH = 100

/**
 * How far a book is known that began with a cut snapshot: beyond its last prices, levels that have not changed since are
 * missing. When the market moves there, the book would be wrong without any number being out of order.
 */
export class Horizon {
  readonly #lowestBid: number
  readonly #highestAsk: number
  readonly #depth: number

  constructor({ asks, bids, cut }: BookSnapshot, wantedDepth: number | undefined) {
    this.#lowestBid = cut?.bids ? Math.min(...bids.map(([price]) => price)) : Number.NEGATIVE_INFINITY
    this.#highestAsk = cut?.asks ? Math.max(...asks.map(([price]) => price)) : Number.POSITIVE_INFINITY
    // Half of what the snapshot gave must remain to be used up, or every book would start at its horizon.
    const most = Math.floor(Math.max(bids.length, asks.length) / 2)
    this.#depth = Math.max(1, Math.min(wantedDepth ?? USUAL_DEPTH, most))
  }

  /** Whether the wanted levels still lie inside what is known. Two look-ups. */
  covers({ asks, bids }: MaintainedBook): boolean {
    const last = this.#depth - 1
    const bidsKnown = this.#lowestBid === Number.NEGATIVE_INFINITY || bids.price(last) >= this.#lowestBid
    const asksKnown = this.#highestAsk === Number.POSITIVE_INFINITY || asks.price(last) <= this.#highestAsk
    return bidsKnown && asksKnown
  }
}
