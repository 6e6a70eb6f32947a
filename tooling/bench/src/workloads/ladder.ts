import { seededRandom } from './random.ts'

/** One change: price in ticks, amount in lots (0 removes). */
export interface LadderChange {
  readonly side: 'bid' | 'ask'
  readonly tick: number
  readonly lots: number
}

/**
 * A book on integer ticks that changes the way busy books do: mostly near the best, a third of it removals, never
 * crossed. What is made of it is up to the venue.
 */
export class Ladder {
  readonly #random: () => number
  readonly #mid: number
  readonly #depth: number
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()

  constructor(seed: number, mid: number, depth: number) {
    this.#random = seededRandom(seed)
    this.#mid = mid
    this.#depth = depth
    for (let i = 1; i <= depth; i++) {
      this.bids.set(mid - i, this.#lots())
      this.asks.set(mid + i, this.#lots())
    }
  }

  change(): LadderChange {
    const side = this.#random() < 0.5 ? 'bid' : 'ask'
    const levels = side === 'bid' ? this.bids : this.asks
    // Squared: half of the changes fall into the best quarter.
    const distance = 1 + Math.floor(this.#random() ** 2 * this.#depth)
    const tick = side === 'bid' ? this.#mid - distance : this.#mid + distance
    const remove = this.#random() < 0.3 && levels.has(tick) && levels.size > this.#depth / 2
    const lots = remove ? 0 : this.#lots()
    if (remove) levels.delete(tick)
    else levels.set(tick, lots)
    return { side, tick, lots }
  }

  /** Best first. */
  top(side: 'bid' | 'ask', count: number): [tick: number, lots: number][] {
    const found: [number, number][] = []
    const levels = side === 'bid' ? this.bids : this.asks
    for (let distance = 1; distance <= this.#depth && found.length < count; distance++) {
      const tick = side === 'bid' ? this.#mid - distance : this.#mid + distance
      const lots = levels.get(tick)
      if (lots !== undefined) found.push([tick, lots])
    }
    return found
  }

  #lots(): number {
    return 1 + Math.floor(this.#random() * 5_000_000)
  }
}
