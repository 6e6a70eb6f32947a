import type { Level } from '@md/types'
import fc from 'fast-check'

/** One side of a book as anybody would write it: slow, and plainly right. */
export class NaiveSide {
  readonly #levels = new Map<number, { readonly amount: number; readonly mark: string }>()
  readonly #best: 'highest' | 'lowest'

  constructor(best: 'highest' | 'lowest') {
    this.#best = best
  }

  set(price: number, amount: number, mark = ''): void {
    if (amount === 0) this.#levels.delete(price)
    else this.#levels.set(price, { amount, mark })
  }

  apply(levels: readonly Level[], marks: readonly string[] = []): void {
    for (const [i, [price, amount]] of levels.entries()) this.set(price, amount, marks[i])
  }

  clear(): void {
    this.#levels.clear()
  }

  trim(depth: number): void {
    for (const [price] of this.levels.slice(depth)) this.#levels.delete(price)
  }

  /** Best first. */
  get levels(): Level[] {
    return this.#sorted.map(([price, { amount }]): Level => [price, amount])
  }

  get marks(): string[] {
    return this.#sorted.map(([, { mark }]) => mark)
  }

  get #sorted() {
    return [...this.#levels].sort(([a], [b]) => (this.#best === 'highest' ? b - a : a - b))
  }
}

/** Both sides, cut back to a depth after every message. */
export class NaiveBook {
  readonly bids = new NaiveSide('highest')
  readonly asks = new NaiveSide('lowest')
  readonly #depth: number

  constructor(depth = Number.POSITIVE_INFINITY) {
    this.#depth = depth
  }

  snapshot(levels: Record<'bids' | 'asks', readonly Level[]>): void {
    this.bids.clear()
    this.asks.clear()
    this.update(levels)
  }

  update(levels: Record<'bids' | 'asks', readonly Level[]>): void {
    for (const side of ['bids', 'asks'] as const) {
      this[side].apply(levels[side], marksOf(levels[side]))
      this[side].trim(this.#depth)
    }
  }

  get levels(): Record<'bids' | 'asks', Level[]> {
    return { bids: this.bids.levels, asks: this.asks.levels }
  }
}

/** Of few prices, so that levels meet; every third entry removes one. */
export const someLevels = (maxLength = 12, prices = 40): fc.Arbitrary<Level[]> =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: prices }).map((n) => n / 4),
      fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }) }, { weight: 1, arbitrary: fc.constant(0) }),
    ),
    { maxLength },
  )

/** A text for each level, to be told apart by. */
export const marksOf = (levels: readonly Level[]): string[] => levels.map((level, i) => `${i}:${level.join('x')}`)
