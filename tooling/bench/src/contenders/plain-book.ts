/** A side as most write it: sorted pairs, best first, binary search, splice. */
export class PlainSide {
  readonly levels: [price: number, amount: number][] = []
  readonly #descending: boolean

  constructor(descending: boolean) {
    this.#descending = descending
  }

  set(price: number, amount: number): void {
    let low = 0
    let high = this.levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.levels[middle]?.[0] ?? 0
      if (this.#descending ? at > price : at < price) low = middle + 1
      else high = middle
    }
    const found = this.levels[low]
    if (found?.[0] === price) {
      if (amount === 0) this.levels.splice(low, 1)
      else found[1] = amount
    } else if (amount !== 0) {
      this.levels.splice(low, 0, [price, amount])
    }
  }
}

export class PlainBook {
  readonly bids = new PlainSide(true)
  readonly asks = new PlainSide(false)
}
