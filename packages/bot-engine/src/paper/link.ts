import type { Clock } from '@md/types'

interface Travelling {
  readonly arrive: () => void
  cancel: () => void
}

/**
 * One direction of the way between a client and the venue. What is sent later never arrives earlier, as on one socket;
 * without a delay it arrives before `send` returns.
 */
export class Lane {
  readonly #clock: Clock
  readonly #travelling: Travelling[] = []
  #lastArrival = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  send(delayMs: number, arrive: () => void): void {
    const now = this.#clock.monotonic()
    const at = Math.max(now + delayMs, this.#lastArrival)
    if (at <= now && this.#travelling.length === 0) {
      arrive()
      return
    }
    this.#lastArrival = at
    const travelling: Travelling = { arrive, cancel: () => undefined }
    this.#travelling.push(travelling)
    // Timers of a real clock may run out of order within a millisecond; the first sent is the one that arrives.
    travelling.cancel = this.#clock.after(at - now, () => this.#travelling.shift()?.arrive())
  }

  /** What is under way never arrives. */
  cut(): void {
    for (const { cancel } of this.#travelling.splice(0)) cancel()
    this.#lastArrival = Number.NEGATIVE_INFINITY
  }
}

/** Milliseconds one way. */
export interface PaperLatency {
  readonly orderMs: number
  readonly cancelMs: number
  /** Each way takes up to this much longer or shorter. */
  readonly jitterMs: number
}

export function delayOf(baseMs: number, jitterMs: number, random: () => number): number {
  return jitterMs === 0 ? baseMs : Math.max(0, baseMs + (2 * random() - 1) * jitterMs)
}
