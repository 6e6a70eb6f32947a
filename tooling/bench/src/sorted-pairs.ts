/** A side as a list of pairs, best first: what one writes first, and what most libraries keep. */
export class SortedPairs {
  readonly #levels: [price: number, amount: number][] = []
  readonly #descending: boolean

  constructor(descending: boolean) {
    this.#descending = descending
  }

  /** NaN when there is none. */
  best(): number {
    return this.#levels[0]?.[0] ?? Number.NaN
  }

  set(price: number, amount: number): void {
    const at = this.#placeOf(price)
    const found = this.#levels[at]
    if (found?.[0] !== price) {
      if (amount !== 0) this.#levels.splice(at, 0, [price, amount])
    } else if (amount === 0) {
      this.#levels.splice(at, 1)
    } else {
      found[1] = amount
    }
  }

  #placeOf(price: number): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.#levels[middle]?.[0] ?? 0
      if (this.#descending ? at > price : at < price) low = middle + 1
      else high = middle
    }
    return low
  }
}
