import type { Clock } from '@md/types'
import { whenTurnEnds } from '../clock.ts'
import type { Happening, Moment, RecordingSink } from '../entry.ts'

/**
 * The adapter's clock while it is recorded. From the moment something comes in until the turn of the event loop ends,
 * time stands still: what the adapter stamps is exactly what is written down, so that a replay stamps the same.
 */
export class TapClock implements Clock {
  readonly #base: Clock
  readonly #sink: RecordingSink
  #held: Moment | undefined
  #releasePlanned = false
  #timers = 0
  /** Nothing that waits for a promise has run since the last entry. */
  #together = false

  constructor(base: Clock, sink: RecordingSink) {
    this.#base = base
    this.#sink = sink
  }

  now(): number {
    return this.#held?.at ?? this.#base.now()
  }

  monotonic(): number {
    return this.#held?.mono ?? this.#base.monotonic()
  }

  after(ms: number, task: () => void): () => void {
    this.#timers += 1
    const ordinal = this.#timers
    return this.#base.after(ms, () => {
      this.cause({ kind: 'timer', ordinal, ms })
      task()
    })
  }

  /** Something came from outside: a new moment begins. */
  cause(happening: Happening): void {
    this.#write(this.#hold(), happening)
  }

  /** Something the adapter did, or was told: it belongs to the moment that set it off. */
  effect(happening: Happening): void {
    this.#write(this.#held ?? this.#hold(), happening)
  }

  #write(moment: Moment, happening: Happening): void {
    if (this.#together) {
      this.#sink.write({ ...moment, together: true, ...happening })
      return
    }
    this.#together = true
    queueMicrotask(() => {
      this.#together = false
    })
    this.#sink.write({ ...moment, ...happening })
  }

  #hold(): Moment {
    const moment = { at: this.#base.now(), mono: this.#base.monotonic() }
    this.#held = moment
    if (!this.#releasePlanned) {
      this.#releasePlanned = true
      whenTurnEnds(() => {
        this.#releasePlanned = false
        this.#held = undefined
      })
    }
    return moment
  }
}
