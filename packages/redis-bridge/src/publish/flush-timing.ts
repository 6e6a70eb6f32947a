import type { Settings } from '../settings.ts'

interface Flushing {
  flush(): void
  /** Whether Redis has not answered yet to what was sent before. */
  busy(): boolean
}

/**
 * When to send. At the end of the turn, while nothing is on its way: whoever comes alone need not wait for company.
 * Otherwise with the answer to what is on its way, or after `maxWaitMs`: so batches grow as Redis gets slower.
 */
export class FlushTiming {
  readonly #settings: Settings
  readonly #flushing: Flushing
  #asked = false

  constructor(settings: Settings, flushing: Flushing) {
    this.#settings = settings
    this.#flushing = flushing
  }

  ask(): void {
    if (this.#asked) return
    this.#asked = true
    const { batching, clock, soon } = this.#settings
    if (this.#flushing.busy()) clock.after(batching.maxWaitMs, this.#flushIfAsked)
    else soon(this.#flushIfAsked)
  }

  /** Everything is sent. */
  flushed(): void {
    this.#asked = false
  }

  /** Redis has answered everything. */
  answered(): void {
    this.#flushIfAsked()
  }

  readonly #flushIfAsked = (): void => {
    if (this.#asked) this.#flushing.flush()
  }
}
