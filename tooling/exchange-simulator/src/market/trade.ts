export interface MarketTrade {
  readonly id: number
  readonly ticks: number
  readonly lots: number
  /** The taker's. */
  readonly side: 'buy' | 'sell'
  readonly time: number
}

/** The latest trades of one market. Ids have no holes, so a trade is found by subtraction. */
export class TradeLog {
  #kept: MarketTrade[] = []
  readonly #bound: number

  constructor(bound: number) {
    this.#bound = bound
  }

  add(trade: MarketTrade): void {
    this.#kept.push(trade)
    if (this.#kept.length > this.#bound * 1.25) this.#kept = this.#kept.slice(-this.#bound)
  }

  get last(): MarketTrade | undefined {
    return this.#kept.at(-1)
  }

  /** Oldest first, from this id on. */
  from(id: number, limit = Number.POSITIVE_INFINITY): readonly MarketTrade[] {
    const start = Math.max(0, id - (this.#kept[0]?.id ?? 0))
    return this.#kept.slice(start, start + limit)
  }

  /** The newest, oldest of them first. */
  latest(count: number): readonly MarketTrade[] {
    return count <= 0 ? [] : this.#kept.slice(-count)
  }

  get all(): readonly MarketTrade[] {
    return this.#kept
  }
}
