import type { Clock } from '@md/types'
import type { Input } from './bot-core.ts'
import type { MarketWatch } from './market-watch.ts'

export interface StalePriceParts {
  readonly clock: Clock
  /** ms; Infinity: never. */
  readonly afterMs: number
  readonly watches: () => ReadonlyMap<string, MarketWatch> | undefined
  readonly post: (input: Input) => void
}

/** Notices that a price has not come: silence is no event, so somebody has to look. One timer a bot. */
export class StalePrice {
  readonly #parts: StalePriceParts
  #cancel: (() => void) | undefined
  #startedAt = 0

  constructor(parts: StalePriceParts) {
    this.#parts = parts
  }

  start(): void {
    this.#startedAt = this.#parts.clock.now()
    if (this.#parts.afterMs !== Number.POSITIVE_INFINITY) this.#lookIn(this.#parts.afterMs)
  }

  stop(): void {
    this.#cancel?.()
  }

  #lookIn(ms: number): void {
    this.#cancel = this.#parts.clock.after(ms, () => this.#look())
  }

  #look(): void {
    const { afterMs, clock, post, watches } = this.#parts
    let oldest: MarketWatch | undefined
    for (const watch of watches()?.values() ?? [])
      if (oldest === undefined || this.#at(watch) < this.#at(oldest)) oldest = watch
    if (oldest === undefined) return
    const age = clock.now() - this.#at(oldest)
    if (age >= afterMs)
      post({ type: 'health', of: 'price', live: false, reason: `no price of ${oldest.key} for ${Math.round(age)} ms` })
    this.#lookIn(age >= afterMs ? afterMs : Math.max(1, afterMs - age))
  }

  #at({ priceAt }: MarketWatch): number {
    return Math.max(this.#startedAt, priceAt ?? 0)
  }
}
