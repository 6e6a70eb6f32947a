/** A side as many write it: sorted arrays, best first, binary search, splice. */
export class PlainSide {
  readonly prices: number[] = []
  readonly amounts: number[] = []
  readonly #descending: boolean

  constructor(descending: boolean) {
    this.#descending = descending
  }

  set(price: number, amount: number): void {
    const { amounts, prices } = this
    const at = this.#placeOf(price)
    if (prices[at] !== price) {
      if (amount === 0) return
      prices.splice(at, 0, price)
      amounts.splice(at, 0, amount)
    } else if (amount === 0) {
      prices.splice(at, 1)
      amounts.splice(at, 1)
    } else {
      amounts[at] = amount
    }
  }

  cut(depth: number): void {
    if (this.prices.length <= depth) return
    this.prices.length = depth
    this.amounts.length = depth
  }

  /** Of the first level that is not better. */
  #placeOf(price: number): number {
    const { prices } = this
    let low = 0
    let high = prices.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = prices[middle] ?? 0
      if (this.#descending ? at > price : at < price) low = middle + 1
      else high = middle
    }
    return low
  }
}

export class PlainBook {
  readonly bids = new PlainSide(true)
  readonly asks = new PlainSide(false)
}
