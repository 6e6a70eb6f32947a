import { systemClock } from '@md/runtime'
import type { Clock } from '@md/types'

/** The machine's time, which may run faster, and whose date may be moved ahead. */
export class TestClock implements Clock {
  readonly #pace: number
  readonly #began = systemClock.now()
  #ahead = 0

  /** `pace` 10: ten of its seconds pass in one. */
  constructor(pace = 1) {
    this.#pace = pace
  }

  now(): number {
    return this.#began + (systemClock.now() - this.#began) * this.#pace + this.#ahead
  }

  monotonic(): number {
    return systemClock.monotonic() * this.#pace
  }

  after(ms: number, task: () => void): () => void {
    return systemClock.after(ms / this.#pace, task)
  }

  /** Moves the date on. Timers and durations know nothing of it. */
  skip(ms: number): void {
    this.#ahead += ms
  }
}

/** A clock that knows how many timers are planned. */
export class CountingClock implements Clock {
  readonly #clock: Clock
  readonly #planned = new Set<object>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get planned(): number {
    return this.#planned.size
  }

  now(): number {
    return this.#clock.now()
  }

  monotonic(): number {
    return this.#clock.monotonic()
  }

  after(ms: number, task: () => void): () => void {
    const plan = {}
    this.#planned.add(plan)
    const cancel = this.#clock.after(ms, () => {
      this.#planned.delete(plan)
      task()
    })
    return () => {
      this.#planned.delete(plan)
      cancel()
    }
  }
}
