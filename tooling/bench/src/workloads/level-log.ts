type Side = 'bid' | 'ask'
type Levels = readonly (readonly [price: string, amount: string])[]

/** Which levels a stretch of updates touched, and what takes them back to where they were before it. */
export class LevelLog {
  readonly #before: Readonly<Record<Side, ReadonlyMap<string, string>>>
  readonly #touched: Readonly<Record<Side, Set<string>>> = { bid: new Set(), ask: new Set() }

  constructor({ bids, asks }: { readonly bids: Levels; readonly asks: Levels } = { bids: [], asks: [] }) {
    this.#before = { bid: new Map(bids), ask: new Map(asks) }
  }

  add(side: Side, levels: Levels): void {
    for (const [price] of levels) this.#touched[side].add(price)
  }

  /** Amounts as they were; 0 for a level that was not there. */
  back(side: Side): [price: string, amount: string][] {
    return [...this.#touched[side]].map((price) => [price, this.#before[side].get(price) ?? '0.00000000'])
  }
}
