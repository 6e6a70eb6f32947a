import type { Clock } from '@md/types'
import type { Moment } from '../entry.ts'

export interface ReplayTimer {
  /** Which one it is, counted from 1 as they are set. */
  readonly ordinal: number
  readonly ms: number
  /** By the monotonic clock. */
  readonly due: number
  readonly task: () => void
}

/** What a timer of Node takes for 0: anything less. */
const SHORTEST = 1

/** The time of a recording: it moves from entry to entry, and timers fire in their order on the way. */
export class ReplayClock implements Clock {
  readonly #timers = new Map<number, ReplayTimer>()
  #moment: Moment
  #lastOrdinal = 0

  constructor(start: Moment) {
    this.#moment = start
  }

  now(): number {
    return this.#moment.at
  }

  monotonic(): number {
    return this.#moment.mono
  }

  after(ms: number, task: () => void): () => void {
    this.#lastOrdinal += 1
    const ordinal = this.#lastOrdinal
    this.#timers.set(ordinal, { ordinal, ms, due: this.#moment.mono + Math.max(SHORTEST, ms), task })
    return () => {
      this.#timers.delete(ordinal)
    }
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.#timers.size
  }

  timer(ordinal: number): ReplayTimer | undefined {
    return this.#timers.get(ordinal)
  }

  /** The earliest timer that is due by then, but for those that `except` claims. */
  nextDue(mono: number, except: (timer: ReplayTimer) => boolean): ReplayTimer | undefined {
    let earliest: ReplayTimer | undefined
    for (const timer of this.#timers.values()) {
      if (timer.due <= mono && (earliest === undefined || timer.due < earliest.due) && !except(timer)) earliest = timer
    }
    return earliest
  }

  /** Never back: what is older than now happens now. */
  moveTo({ at, mono }: Moment): void {
    if (mono >= this.#moment.mono) this.#moment = { at, mono }
  }

  /** On to when this timer is due, which is now if that is past. */
  moveToDue({ due }: ReplayTimer): void {
    const { at, mono } = this.#moment
    this.moveTo({ at: at + (due - mono), mono: due })
  }

  fire(timer: ReplayTimer): void {
    this.#timers.delete(timer.ordinal)
    timer.task()
  }
}
