import type { BookSide, Level } from '@md/types'

/** Levels that a first guess may be off; doubled as long as it is further off. */
const FIRST_STEP = 4

/** Levels there is room for at first. */
const FIRST_CAPACITY = 32

/** How many numbers are moved one by one. */
const FEW = 64

/**
 * One side of a book as plain numbers, best level last, so that the busy end is the cheap end.
 * A level may carry a mark: text kept beside the numbers, such as the venue's own digits for a checksum.
 */
export class LevelArray implements BookSide {
  /** +1: ascending prices (bids), -1: descending prices (asks). Times a price, keys always ascend. */
  readonly #sign: 1 | -1
  /** Price and amount of each level, one after the other. There is room for more. */
  #numbers = new Float64Array(2 * FIRST_CAPACITY)
  readonly #marks: string[] | undefined
  #size = 0

  constructor(side: 'bids' | 'asks', { marked = false }: { readonly marked?: boolean } = {}) {
    this.#sign = side === 'bids' ? 1 : -1
    this.#marks = marked ? [] : undefined
  }

  get size(): number {
    return this.#size
  }

  price(i: number): number {
    return this.#numbers[2 * this.#place(i)] ?? Number.NaN
  }

  amount(i: number): number {
    return this.#numbers[2 * this.#place(i) + 1] ?? Number.NaN
  }

  /** The i-th best level's mark, empty where there is none. */
  mark(i: number): string {
    return this.#marks?.[this.#size - 1 - i] ?? ''
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
    const found = i < this.#size && this.#numbers[2 * i] === price
    if (amount === 0) {
      if (found) this.#remove(i)
    } else if (found) {
      this.#numbers[2 * i + 1] = amount
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
    const excess = this.#size - depth
    if (excess <= 0) return NOTHING

    const cut: Level[] = []
    for (let i = 0; i < excess; i++) cut.push([this.#numbers[2 * i] ?? Number.NaN, 0])
    this.#numbers.copyWithin(0, 2 * excess, 2 * this.#size)
    this.#marks?.splice(0, excess)
    this.#size = depth
    return cut
  }

  clear(): void {
    this.#size = 0
    if (this.#marks) this.#marks.length = 0
  }

  /** Where the i-th best level stands; where there is none, nowhere. */
  #place(i: number): number {
    return i >= 0 && i < this.#size ? this.#size - 1 - i : Number.NaN
  }

  /** Where `price` is, or where it belongs. */
  #indexOf(price: number): number {
    const size = this.#size
    if (size === 0 || this.#isBelow(size - 1, price)) return size
    const guess = this.#guess(price)
    return this.#isBelow(guess, price) ? this.#searchUp(guess + 1, price) : this.#searchDown(guess, price)
  }

  /**
   * Where `price` would be if levels were as dense everywhere as in the better half: prices stand on ticks. Levels far out
   * are not asked, for some are absurdly far.
   */
  #guess(price: number): number {
    const numbers = this.#numbers
    const best = this.#size - 1
    const half = this.#size >>> 1
    if (half === best) return best
    const bestPrice = numbers[2 * best] as number
    const span = bestPrice - (numbers[2 * half] as number)
    const share = (bestPrice - price) / span
    const guess = best - Math.round(share * (best - half))
    return Math.max(guess, 0)
  }

  /** The first place from `low` on that is not below `price`. */
  #searchUp(low: number, price: number): number {
    let from = low
    let step = FIRST_STEP
    while (from + step < this.#size && this.#isBelow(from + step, price)) {
      from += step + 1
      step *= 2
    }
    return this.#search(from, Math.min(from + step, this.#size), price)
  }

  /** The first place up to `high` that is not below `price`. */
  #searchDown(high: number, price: number): number {
    let to = high
    let step = FIRST_STEP
    while (to - step >= 0 && !this.#isBelow(to - step, price)) {
      to -= step
      step *= 2
    }
    return this.#search(Math.max(to - step, 0), to, price)
  }

  #search(low: number, high: number, price: number): number {
    let from = low
    let to = high
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.#isBelow(middle, price)) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Whether the level at a place is a worse price. */
  #isBelow(place: number, price: number): boolean {
    return this.#sign * ((this.#numbers[2 * place] as number) - price) < 0
  }

  #append(level: Level | undefined, mark: string): void {
    if (level === undefined) return
    const last = this.#size - 1
    const repeated = last >= 0 && this.#numbers[2 * last] === level[0]
    if (level[1] === 0) {
      if (repeated) this.#remove(last)
      return
    }
    if (repeated) this.#remove(last)
    this.#insert(this.#size, level[0], level[1], mark)
  }

  #insert(i: number, price: number, amount: number, mark: string): void {
    if (2 * this.#size === this.#numbers.length) this.#numbers = enlarged(this.#numbers)
    move(this.#numbers, 2 * i, 2 * this.#size, 2)
    this.#numbers[2 * i] = price
    this.#numbers[2 * i + 1] = amount
    this.#marks?.splice(i, 0, mark)
    this.#size += 1
  }

  #remove(i: number): void {
    move(this.#numbers, 2 * i + 2, 2 * this.#size, -2)
    this.#marks?.splice(i, 1)
    this.#size -= 1
  }
}

const NOTHING: readonly Level[] = []

function enlarged(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * numbers.length)
  larger.set(numbers)
  return larger
}

/** Moves what stands from `start` to before `end` by `by` places. Up to a few, a loop is sooner done than `copyWithin`. */
function move(numbers: Float64Array, start: number, end: number, by: number): void {
  if (end - start > FEW) numbers.copyWithin(start + by, start, end)
  else if (by > 0) for (let i = end - 1; i >= start; i--) numbers[i + by] = numbers[i] ?? 0
  else for (let i = start; i < end; i++) numbers[i + by] = numbers[i] ?? 0
}
