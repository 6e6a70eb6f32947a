import type { BookSide, Level } from '@md/types'

/** How many levels from the best are looked at one by one before a binary search: most changes are near the best. */
const NEAR = 8

/**
 * One side of a book in parallel arrays, best level last, so that the busy end is the cheap end.
 * A level may carry a mark: text kept beside the numbers, such as the venue's own digits for a checksum.
 */
export class LevelArray implements BookSide {
  /** +1: ascending prices (bids), -1: descending prices (asks). Times a price, keys always ascend. */
  readonly #sign: 1 | -1
  readonly #prices: number[] = []
  readonly #amounts: number[] = []
  readonly #marks: string[] | undefined

  constructor(side: 'bids' | 'asks', { marked = false }: { readonly marked?: boolean } = {}) {
    this.#sign = side === 'bids' ? 1 : -1
    this.#marks = marked ? [] : undefined
  }

  get size(): number {
    return this.#prices.length
  }

  price(i: number): number {
    return this.#prices[this.#prices.length - 1 - i] ?? Number.NaN
  }

  amount(i: number): number {
    return this.#amounts[this.#amounts.length - 1 - i] ?? Number.NaN
  }

  /** The i-th best level's mark, empty where there is none. */
  mark(i: number): string {
    return this.#marks?.[this.#marks.length - 1 - i] ?? ''
  }

  top(n: number): Level[] {
    const levels: Level[] = []
    for (let i = 0; i < n && i < this.size; i++) levels.push([this.price(i), this.amount(i)])
    return levels
  }

  *[Symbol.iterator](): Iterator<Level> {
    for (let i = 0; i < this.size; i++) yield [this.price(i), this.amount(i)]
  }

  /** Sets one level; amount 0 removes it. Removing a level that is not there is normal on every venue. */
  set(price: number, amount: number, mark = ''): void {
    const i = this.#indexOf(price)
    const found = this.#prices[i] === price
    if (amount === 0) {
      if (found) this.#remove(i)
    } else if (found) {
      this.#amounts[i] = amount
      if (this.#marks) this.#marks[i] = mark
    } else {
      this.#insert(i, price, amount, mark)
    }
  }

  /** Replaces everything. Levels may come in any order; of two with one price the later counts. */
  replace(levels: readonly Level[], marks?: readonly string[]): void {
    this.clear()
    const order = levels.map((_, i) => i)
    const key = (i: number) => this.#sign * (levels[i]?.[0] ?? Number.NaN)
    order.sort((a, b) => key(a) - key(b))
    for (const i of order) this.#append(levels[i], marks?.[i] ?? '')
  }

  /** Cuts the side back to its `depth` best levels. Returns the prices cut, as removals. */
  trim(depth: number): readonly Level[] {
    const excess = this.size - depth
    if (excess <= 0) return NOTHING

    this.#amounts.splice(0, excess)
    this.#marks?.splice(0, excess)
    return this.#prices.splice(0, excess).map((price): Level => [price, 0])
  }

  clear(): void {
    this.#prices.length = 0
    this.#amounts.length = 0
    if (this.#marks) this.#marks.length = 0
  }

  /** Where `price` is, or where it belongs. */
  #indexOf(price: number): number {
    const prices = this.#prices
    const key = this.#sign * price
    let high = prices.length
    const near = Math.max(0, high - NEAR)
    for (; high > near; high--) {
      const below = this.#sign * (prices[high - 1] ?? Number.NaN)
      if (below < key) return high
      if (below === key) return high - 1
    }
    return this.#search(key, high)
  }

  /** The first place below `high` whose key is not less than `key`. */
  #search(key: number, high: number): number {
    let low = 0
    let end = high
    while (low < end) {
      const middle = (low + end) >>> 1
      if (this.#sign * (this.#prices[middle] ?? Number.NaN) < key) low = middle + 1
      else end = middle
    }
    return low
  }

  #append(level: Level | undefined, mark: string): void {
    if (level === undefined) return
    const last = this.#prices.length - 1
    const repeated = this.#prices[last] === level[0]
    if (level[1] === 0) {
      if (repeated) this.#remove(last)
      return
    }
    const i = repeated ? last : last + 1
    this.#prices[i] = level[0]
    this.#amounts[i] = level[1]
    if (this.#marks) this.#marks[i] = mark
  }

  #insert(i: number, price: number, amount: number, mark: string): void {
    shiftUp(this.#prices, i, price)
    shiftUp(this.#amounts, i, amount)
    if (this.#marks) shiftUp(this.#marks, i, mark)
  }

  #remove(i: number): void {
    shiftDown(this.#prices, i)
    shiftDown(this.#amounts, i)
    if (this.#marks) shiftDown(this.#marks, i)
  }
}

const NOTHING: readonly Level[] = []

/** `splice(i, 0, value)` without the array it allocates; moves are short because the best is last. */
function shiftUp<T>(array: T[], i: number, value: T): void {
  array.push(value)
  for (let to = array.length - 1; to > i; to--) array[to] = array[to - 1] as T
  array[i] = value
}

function shiftDown<T>(array: T[], i: number): void {
  const end = array.length - 1
  for (let to = i; to < end; to++) array[to] = array[to + 1] as T
  array.length = end
}
