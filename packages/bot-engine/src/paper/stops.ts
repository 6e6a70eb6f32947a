import type { MarketEvent } from '@md/types'
import { happenedAt } from './happened-at.ts'
import type { PaperOrder } from './paper-order.ts'
import { rangeSince } from './price-range.ts'

/** Stop orders of one market that wait for their price: a sell for one at or below it, a buy for one at or above it. */
export class Stops {
  readonly #waiting = new Set<PaperOrder>()
  readonly #due = new Set<PaperOrder>()

  get size(): number {
    return this.#waiting.size
  }

  add(order: PaperOrder): void {
    this.#waiting.add(order)
  }

  remove(order: PaperOrder): void {
    this.#waiting.delete(order)
    this.#due.delete(order)
  }

  isReached(order: PaperOrder, price: number): boolean {
    if (!isThrough(order, price, price)) return false
    this.#due.add(order)
    return true
  }

  /** The stops that the last prices have reached, oldest first; those that were due before included. */
  dueAfter(event: MarketEvent): readonly PaperOrder[] {
    if (this.#waiting.size === 0) return NONE
    for (const order of this.#waiting) if (isReachedBy(order, event)) this.#due.add(order)
    return [...this.#due]
  }
}

const NONE: readonly PaperOrder[] = []

function isReachedBy(order: PaperOrder, event: MarketEvent): boolean {
  switch (event.type) {
    case 'trade':
      return happenedAt(event.data) > order.restedAt && isThrough(order, event.data.price, event.data.price)
    case 'ticker':
      return isLater(event.data, order) && isThrough(order, event.data.last, event.data.last)
    case 'candle': {
      const { low, high } = rangeSince(order, event.data)
      return isLater(event.data, order) && isThrough(order, low, high)
    }
    default:
      return false
  }
}

const isLater = ({ receivedAt }: { readonly receivedAt: number }, { restedAt }: PaperOrder): boolean =>
  receivedAt > restedAt

function isThrough({ request, stopPrice }: PaperOrder, low: number, high: number): boolean {
  const stop = stopPrice?.toNumber() ?? Number.NaN
  return request.side === 'sell' ? low <= stop : high >= stop
}
