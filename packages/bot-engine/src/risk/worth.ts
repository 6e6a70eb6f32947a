import { Exact, exact } from '../decimal/exact.ts'
import { walkBook } from './book-walk.ts'
import { positive } from './number-of.ts'
import type { Priced } from './subject.ts'
import { opposite, reference, type Surroundings } from './surroundings.ts'
import type { RiskView } from './view.ts'

/**
 * The highest price at which an order may fill, as far as can be told: a limit binds a buyer, a seller may always get
 * more. What has no limit is valued at the next price and, for a buyer, the collar on top. Undefined without any price.
 */
export function highestPrice(
  { side, price, stopPrice }: Pick<Priced, 'side' | 'price' | 'stopPrice'>,
  next: number | undefined,
  collar: number | undefined,
): Exact | undefined {
  if (side === 'buy' && price !== undefined) return price
  const known = [price, stopPrice, next].filter((candidate) => candidate !== undefined)
  if (known.length === 0) return undefined
  const highest = Exact.max(...known)
  return side === 'buy' ? withCollar(highest, collar) : highest
}

const withCollar = (price: Exact, collar: number | undefined): Exact => price.mul(exact(collar ?? 0).plus(1))

/** Whether it takes what the book holds as soon as it arrives: a stop whose price has been reached is a market order. */
export function dealsAtOnce({ price, side, stopPrice, type }: Priced, view: RiskView): boolean {
  if (type === 'market') return true
  const last = positive(view.price) ?? reference(view, side)
  if (price !== undefined || stopPrice === undefined || last === undefined) return false
  return side === 'buy' ? stopPrice.lte(last) : stopPrice.gte(last)
}

/** Quote currency an order of this market is worth at most. A market buy walks the live book as far as it goes. */
export function worthOf(order: Priced, { limits, view }: Surroundings): Exact | undefined {
  const { amount, side } = order
  const asks = opposite(view, 'buy')
  if (side === 'buy' && asks !== undefined && dealsAtOnce(order, view)) {
    const { value, missing, worst } = walkBook(asks, amount)
    if (worst !== undefined) return value.plus(withCollar(missing.mul(worst), limits.priceCollar))
  }
  return highestPrice(order, reference(view, side), limits.priceCollar)?.mul(amount)
}

/** Quote currency a venue goes by when it asks for a minimum. */
export function notionalOf({ side, amount, price, stopPrice }: Priced, view: RiskView): Exact | undefined {
  const at = price ?? stopPrice ?? reference(view, side)
  return at === undefined ? undefined : amount.mul(at)
}
