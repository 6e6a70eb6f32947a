import type { BookChange, Level, OrderBook } from '@md/types'

/** A book made of nothing but the changes an adapter tells: what a consumer behind a bridge has. */
export class FollowedBook {
  readonly #bids = new Map<number, number>()
  readonly #asks = new Map<number, number>()
  #sequence: number | undefined

  /** Returns what is wrong with the change, if anything. */
  follow(change: BookChange): string | undefined {
    const expected = this.#sequence === undefined ? undefined : this.#sequence + 1
    this.#sequence = change.sequence
    if (change.kind === 'snapshot') {
      this.#bids.clear()
      this.#asks.clear()
    }
    write(this.#bids, change.bids)
    write(this.#asks, change.asks)
    if (change.kind === 'snapshot' || change.sequence === expected) return undefined
    return expected === undefined
      ? 'began with a delta'
      : `change ${change.sequence} came where ${expected} was to come`
  }

  bids(): Level[] {
    return [...this.#bids].sort(([a], [b]) => b - a)
  }

  asks(): Level[] {
    return [...this.#asks].sort(([a], [b]) => a - b)
  }

  /** Holds the same levels as the adapter's own book. */
  equals({ bids, asks }: OrderBook): boolean {
    return sameLevels(this.bids(), [...bids]) && sameLevels(this.asks(), [...asks])
  }
}

export const sameLevels = (one: readonly Level[], other: readonly Level[]): boolean =>
  one.length === other.length && one.every(([price, amount], i) => price === other[i]?.[0] && amount === other[i]?.[1])

function write(side: Map<number, number>, levels: readonly Level[]): void {
  for (const [price, amount] of levels) {
    if (amount === 0) side.delete(price)
    else side.set(price, amount)
  }
}
