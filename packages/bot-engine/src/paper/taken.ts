import type { Side } from '@md/types'
import { type Exact, ZERO } from '../decimal/exact.ts'

interface TakenLevel {
  /** What the level showed when it was taken from. */
  readonly shown: number
  readonly amount: Exact
}

/** Far more levels than are taken from before they change; older ones are forgotten. */
const LEVELS_KEPT = 1_000

/**
 * What we took from levels of the public book, which does not know of it. Remembered until the level shows another
 * amount, so that nothing is taken twice.
 */
export class Taken {
  readonly #levels = { buy: new Map<number, TakenLevel>(), sell: new Map<number, TakenLevel>() }

  /** `side`: whose orders stand there. */
  at(side: Side, price: number, shown: number): Exact {
    const level = this.#levels[side].get(price)
    if (level === undefined) return ZERO
    if (level.shown === shown) return level.amount
    this.#levels[side].delete(price)
    return ZERO
  }

  add(side: Side, price: number, shown: number, amount: Exact): void {
    const before = this.at(side, price, shown)
    const levels = this.#levels[side]
    levels.set(price, { shown, amount: before.plus(amount) })
    if (levels.size <= LEVELS_KEPT) return
    for (const oldest of levels.keys()) {
      levels.delete(oldest)
      return
    }
  }
}
