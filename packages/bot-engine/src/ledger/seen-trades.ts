/** `forgotten`: older than everything remembered, so it cannot be told from one that was counted. */
export type Sighting = 'new' | 'seen' | 'forgotten'

export interface SeenTradesSnapshot {
  readonly trades: readonly (readonly [tradeId: string, timestamp: number])[]
  /** Trades before this time are not remembered any more; absent while all are. */
  readonly forgottenBefore?: number | undefined
}

/**
 * Which trades of one market were counted. Remembers the latest `remember` by the venue's time, at most twice as many.
 * What is older is taken for counted: a trade is never counted twice, however late it is told again. The price is that
 * one told for the first time after `remember` later ones is not counted; it is reported as `forgotten`.
 */
export class SeenTrades {
  readonly #remember: number
  #trades = new Map<string, number>()
  #forgottenBefore: number | undefined

  constructor(remember: number, snapshot?: SeenTradesSnapshot) {
    this.#remember = remember
    if (snapshot === undefined) return
    this.#trades = new Map(snapshot.trades)
    this.#forgottenBefore = snapshot.forgottenBefore
  }

  get size(): number {
    return this.#trades.size
  }

  /** The venue's time of the latest trade; `undefined` before the first. */
  get latestAt(): number | undefined {
    let latest: number | undefined
    for (const timestamp of this.#trades.values()) if (latest === undefined || timestamp > latest) latest = timestamp
    return latest
  }

  look(tradeId: string, timestamp: number): Sighting {
    if (this.#trades.has(tradeId)) return 'seen'
    return this.#forgottenBefore !== undefined && timestamp < this.#forgottenBefore ? 'forgotten' : 'new'
  }

  add(tradeId: string, timestamp: number): void {
    this.#trades.set(tradeId, timestamp)
    if (this.#trades.size > 2 * this.#remember) this.#forget()
  }

  snapshot(): SeenTradesSnapshot {
    return { trades: [...this.#trades], forgottenBefore: this.#forgottenBefore }
  }

  /** Trades of the same millisecond as the oldest one kept are kept with it, or a replay of theirs would look new. */
  #forget(): void {
    const byTime = [...this.#trades].sort((a, b) => a[1] - b[1])
    const oldest = byTime[byTime.length - this.#remember]?.[1] ?? Number.NEGATIVE_INFINITY
    const kept = byTime.filter(([, timestamp]) => timestamp >= oldest)
    this.#forgottenBefore = oldest
    // A whole window within one millisecond is no venue's pace; memory stays bounded all the same.
    this.#trades = new Map(kept.length <= 2 * this.#remember ? kept : kept.slice(-this.#remember))
  }
}
