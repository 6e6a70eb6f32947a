import type { Clock } from '@md/types'
import type { Input } from './input.ts'
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
    let nextMs = afterMs
    for (const watch of watches()?.values() ?? []) {
      // A price from the future is as old as the clock was set back.
      const ageMs = Math.abs(clock.now() - this.#at(watch))
      if (ageMs < afterMs) nextMs = Math.min(nextMs, afterMs - ageMs)
      else {
        const reason = `no price of ${watch.key} for ${Math.round(ageMs)} ms`
        post({ type: 'health', of: 'price', live: false, market: watch.key, reason })
      }
    }
    this.#lookIn(Math.max(1, nextMs))
  }

  #at({ priceAt }: MarketWatch): number {
    return Math.max(this.#startedAt, priceAt ?? 0)
  }
}
