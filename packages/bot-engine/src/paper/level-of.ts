import type { BookSide, Side } from '@md/types'

/** The amount shown at a price of one side, 0 where there is none. `side`: whose orders stand there. */
export function amountAt(levels: BookSide, side: Side, price: number): number {
  let from = 0
  let to = levels.size
  while (from < to) {
    const middle = (from + to) >>> 1
    if (isBetter(side, levels.price(middle), price)) from = middle + 1
    else to = middle
  }
  return from < levels.size && levels.price(from) === price ? levels.amount(from) : 0
}

/** Whether an order at `price` comes before one at `other` on the same side. */
export const isBetter = (side: Side, price: number, other: number): boolean =>
  side === 'buy' ? price > other : price < other

export const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy')
