import { type Clock, InvalidInputError } from '@md/types'
import { TimerHeap } from './timer-heap.ts'

/** Time that is moved by what is played. It never goes back, and costs next to nothing while no timer is due. */
export class VirtualClock implements Clock {
  readonly #start: number
  readonly #timers = new TimerHeap()
  #now: number
  #nextAt = Number.POSITIVE_INFINITY
  #ordinal = 0

  /** @param start ms since the epoch */
  constructor(start: number) {
    if (!Number.isFinite(start)) throw new InvalidInputError('start of the clock', start, 'ms since the epoch')
    this.#start = start
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now - this.#start
  }

  after(ms: number, task: () => void): () => void {
    this.#ordinal += 1
    const timer = { at: this.#now + Math.max(0, ms || 0), ordinal: this.#ordinal, task, place: -1 }
    this.#timers.add(timer)
    if (timer.at < this.#nextAt) this.#nextAt = timer.at
    return () => {
      this.#timers.remove(timer)
      this.#look()
    }
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.#timers.size
  }

  /** When the earliest timer is due, ms since the epoch; infinity while there is none. */
  get nextAt(): number {
    return this.#nextAt
  }

  /** Moves on to the earliest timer and runs it. Returns whether there was one. */
  runNext(): boolean {
    const timer = this.#timers.first
    if (timer === undefined) return false
    this.#timers.remove(timer)
    this.#look()
    if (timer.at > this.#now) this.#now = timer.at
    timer.task()
    return true
  }

  /** Moves on to `ms` since the epoch and runs, in the order of their times, the timers due on the way. */
  advanceTo(ms: number): void {
    while (this.#nextAt <= ms) this.runNext()
    if (ms > this.#now) this.#now = ms
  }

  #look(): void {
    this.#nextAt = this.#timers.first?.at ?? Number.POSITIVE_INFINITY
  }
}
