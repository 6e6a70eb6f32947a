/** Counts what happened within the last `windowMs`. */
export class RollingWindow {
  readonly #windowMs: number
  readonly #entries: { readonly at: number; readonly weight: number }[] = []
  #total = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Counts one more and returns the total. */
  add(now: number, weight = 1): number {
    this.#entries.push({ at: now, weight })
    this.#total += weight
    return this.total(now)
  }

  total(now: number): number {
    while (this.#entries[0] && this.#entries[0].at <= now - this.#windowMs) {
      this.#total -= this.#entries.shift()?.weight ?? 0
    }
    return this.#total
  }
}
