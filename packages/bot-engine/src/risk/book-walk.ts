import type { BookSide } from '@md/types'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import { positive } from './number-of.ts'

/** What a taker would meet in a book. */
export interface BookWalk {
  /** Quote currency, for what the book holds of the amount. */
  readonly value: Exact
  /** Base currency that the book does not hold. */
  readonly missing: Exact
  /** Price of the last level touched; undefined where there was none. */
  readonly worst: number | undefined
}

/** Takes `amount` from the best level on. A level that is no number ends the book: beyond it nothing is known. */
export function walkBook(side: BookSide, amount: Exact): BookWalk {
  let value = ZERO
  let missing = amount
  let worst: number | undefined
  for (let i = 0; missing.gt(0); i++) {
    const price = positive(side.price(i))
    const there = positive(side.amount(i))
    if (price === undefined || there === undefined) break
    const taken = missing.lt(there) ? missing : exact(there)
    value = value.plus(taken.mul(price))
    missing = missing.minus(taken)
    worst = price
  }
  return { value, missing, worst }
}
