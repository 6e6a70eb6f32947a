import type { Trade } from '@md/types'

/** Trades that wait for earlier ones, by id. */
export class HeldTrades {
  readonly #trades = new Map<number, Trade>()

  get size(): number {
    return this.#trades.size
  }

  /** The lowest id held. */
  get first(): number | undefined {
    let lowest: number | undefined
    for (const id of this.#trades.keys()) if (lowest === undefined || id < lowest) lowest = id
    return lowest
  }

  /** When the latest of them happened, ms since the epoch. */
  get latest(): number {
    let latest = Number.NEGATIVE_INFINITY
    for (const { timestamp } of this.#trades.values()) latest = Math.max(latest, timestamp ?? Number.NEGATIVE_INFINITY)
    return latest
  }

  /** False when it was there already. */
  add(id: number, trade: Trade): boolean {
    if (this.#trades.has(id)) return false
    this.#trades.set(id, trade)
    return true
  }

  take(id: number): Trade | undefined {
    const trade = this.#trades.get(id)
    if (trade !== undefined) this.#trades.delete(id)
    return trade
  }

  clear(): void {
    this.#trades.clear()
  }
}
