import type { Clock } from '@md/types'

export interface RollingWindowPolicy {
  /** At most this many in any window. */
  readonly limit: number
  readonly windowMs: number
}

/**
 * A strict rolling window: never more than `limit` within any `windowMs`, not even in the first burst.
 * A token bucket would allow up to twice that across a boundary, which is what gets clients banned.
 */
export class RollingWindow {
  readonly #policy: RollingWindowPolicy
  readonly #clock: Clock
  /** Monotonic times of the last `limit` uses, oldest first. */
  readonly #used: number[] = []

  constructor(policy: RollingWindowPolicy, clock: Clock) {
    this.#policy = policy
    this.#clock = clock
  }

  /** ms until one more fits while `reserve` places stay free; 0 is now. */
  delay(reserve = 0): number {
    const { limit, windowMs } = this.#policy
    const blocking = this.#used[this.#used.length - Math.max(1, limit - reserve)]
    if (blocking === undefined) return 0
    return Math.max(0, blocking + windowMs - this.#clock.monotonic())
  }

  /** Counts one use now, whether it fits or not. */
  use(): void {
    this.#used.push(this.#clock.monotonic())
    if (this.#used.length > this.#policy.limit) this.#used.shift()
  }
}
