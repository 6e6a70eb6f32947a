import { backoffDelay } from '@md/runtime'
import type { Clock } from '@md/types'
import { RETRY } from '../retry.ts'

/** What is fetched in vain is fetched ever less often, where nothing but an announcement speaks for it. */
export class FetchPace {
  readonly #clock: Clock
  readonly #random: () => number
  #inVain = 0
  #restUntil = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  get mayFetch(): boolean {
    return this.#clock.monotonic() >= this.#restUntil
  }

  /** Whether a fetch brought what it was for, or a part of it. */
  note(helped: boolean): void {
    this.#inVain = helped ? 0 : this.#inVain + 1
    const rest = helped ? 0 : backoffDelay(this.#inVain, RETRY, this.#random)
    this.#restUntil = this.#clock.monotonic() + rest
  }
}
