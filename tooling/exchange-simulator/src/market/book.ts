import { BookSide } from './book-side.ts'
import type { Instrument } from './instrument.ts'
import type { Random } from './random.ts'

export interface LevelChange {
  readonly side: 'buy' | 'sell'
  readonly ticks: number
  /** What the level holds now; 0: it is gone. */
  readonly lots: number
}

export interface BookShape {
  /** Levels each side is kept near. */
  readonly levels: number
  /** Most ticks from one level to the next. */
  readonly gap: number
  /** Lots of a level of ordinary size. */
  readonly lots: number
}

/** Levels behind the touch of which none is far from the next: as many as a step or a taker's order goes through. */
const DENSE_LEVELS = 10

/** A two-sided book that is never empty and never crossed, and remembers what was changed since the last look. */
export class Book {
  readonly bids = new BookSide('buy')
  readonly asks = new BookSide('sell')
  readonly #shape: BookShape
  readonly #random: Random
  #changes: LevelChange[] = []

  constructor(instrument: Instrument, shape: BookShape, random: Random) {
    this.#shape = shape
    this.#random = random
    this.bids.set(instrument.openingTicks, this.someLots())
    this.asks.set(instrument.openingTicks + 1, this.someLots())
    this.refill()
    this.takeChanges()
  }

  side(side: 'buy' | 'sell'): BookSide {
    return side === 'buy' ? this.bids : this.asks
  }

  get spread(): number {
    return this.asks.ticks(0) - this.bids.ticks(0)
  }

  set(side: 'buy' | 'sell', ticks: number, lots: number): void {
    this.side(side).set(ticks, lots)
    this.#changes.push({ side, ticks, lots })
  }

  takeChanges(): readonly LevelChange[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  /** Log-uniform: most levels are small, a few are large. */
  someLots(): number {
    return Math.max(1, Math.round(this.#shape.lots * 100 ** (this.#random.next() - 0.6)))
  }

  /** Keeps both sides near their size, at the far end, where nobody looks. */
  refill(): void {
    for (const name of ['buy', 'sell'] as const) {
      const side = this.side(name)
      while (side.size < this.#shape.levels * 0.95) {
        const ticks = side.behind(side.ticks(side.size - 1), this.#random.integer(1, this.#shape.gap))
        if (ticks < 1) break
        this.set(name, ticks, this.someLots())
      }
      while (side.size > this.#shape.levels * 1.05) this.set(name, side.ticks(side.size - 1), 0)
    }
  }

  /** Places a level inside the spread: the way a price moves without a trade. */
  improve(name: 'buy' | 'sell', nearest: number): void {
    const side = this.side(name)
    const other = this.side(name === 'buy' ? 'sell' : 'buy')
    const ticks = side.behind(other.ticks(0), nearest)
    if (ticks >= 1 && side.isWorse(side.ticks(0), ticks)) this.set(name, ticks, this.someLots())
  }

  /** Fills the holes that takers and cancels leave near the top, so that whoever takes a level finds the next one beside it. */
  mend(): void {
    const widest = 2 * this.#shape.gap
    for (const name of ['buy', 'sell'] as const) {
      const side = this.side(name)
      let index = side.hole(0, DENSE_LEVELS, widest)
      while (index >= 0) {
        const ticks = side.behind(side.ticks(index), this.#random.integer(1, this.#shape.gap))
        this.set(name, ticks, this.someLots())
        index = side.hole(index + 1, DENSE_LEVELS, widest)
      }
    }
  }

  /** One ordinary event somewhere near the top: a level grows, shrinks, appears or goes. */
  stir(): void {
    const name = this.#random.chance(0.5) ? 'buy' : 'sell'
    const side = this.side(name)
    const index = Math.min(side.size - 1, Math.floor(24 * this.#random.next() ** 2))
    const action = this.#random.next()
    const ticks = side.ticks(index)
    if (action < 0.6 || side.size < 3) {
      this.set(name, ticks, this.someLots())
      return
    }
    if (action < 0.8) {
      this.set(name, ticks, 0)
      return
    }

    const free = side.behind(ticks, this.#random.integer(1, Math.max(1, this.#shape.gap - 1)))
    if (free >= 1) this.set(name, free, this.someLots())
  }
}
