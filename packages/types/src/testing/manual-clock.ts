import type { Clock } from '../clock.ts'

interface Timer {
  readonly at: number
  readonly task: () => void
}

/** Time that moves only when told to. */
export class ManualClock implements Clock {
  #elapsed = 0
  readonly #epoch: number
  readonly #timers = new Set<Timer>()

  /** @param epoch wall-clock time at the start, ms since the epoch */
  constructor(epoch = 1_750_000_000_000) {
    this.#epoch = epoch
  }

  now(): number {
    return this.#epoch + this.#elapsed
  }

  monotonic(): number {
    return this.#elapsed
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.#elapsed + Math.max(0, ms), task }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** Moves time on and runs what falls due, in order of its time. */
  advance(ms: number): void {
    const end = this.#elapsed + ms
    for (let next = this.#due(end); next; next = this.#due(end)) {
      this.#timers.delete(next)
      this.#elapsed = next.at
      next.task()
    }
    this.#elapsed = end
  }

  #due(end: number): Timer | undefined {
    let earliest: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at <= end && (earliest === undefined || timer.at < earliest.at)) earliest = timer
    }
    return earliest
  }
}
