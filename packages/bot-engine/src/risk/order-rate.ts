const WINDOW_MS = 60_000

/** Orders within any minute of engine time. Keeps no more of them than the limit. */
export class OrderRate {
  readonly #limit: number
  /** Oldest first. */
  readonly #times: number[] = []

  /** @param limit unset: nothing is limited, and nothing kept */
  constructor(limit = 0) {
    this.#limit = limit
  }

  /** Counts one, whether it fits or not. */
  count(now: number): void {
    this.#times.push(now)
    if (this.#times.length > this.#limit) this.#times.shift()
  }

  /**
   * As many as allowed are less than a minute away. Away in either direction: a clock that was ahead and has been set
   * back must not stop orders until it is there again.
   */
  isFull(now: number): boolean {
    const [oldest] = this.#times
    return this.#times.length >= this.#limit && oldest !== undefined && Math.abs(now - oldest) < WINDOW_MS
  }
}
