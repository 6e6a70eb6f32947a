import type { Clock } from '@md/types'
import type { ManualClock } from '@md/types/testing'

/** A process's own idea of the time: its wall clock is set now and then, and time itself goes on as ever. */
export class JumpyClock implements Clock {
  readonly #time: ManualClock
  #offset = 0

  constructor(time: ManualClock) {
    this.#time = time
  }

  now(): number {
    return this.#time.now() + this.#offset
  }

  monotonic(): number {
    return this.#time.monotonic()
  }

  after(ms: number, task: () => void): () => void {
    return this.#time.after(ms, task)
  }

  set(offset: number): void {
    this.#offset = offset
  }
}
