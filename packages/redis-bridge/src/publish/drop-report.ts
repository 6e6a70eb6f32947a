import type { EventType } from '@md/types'
import { EventsDroppedError } from '../errors.ts'
import type { Counters } from '../metrics.ts'
import type { Settings } from '../settings.ts'

const EVERY_MS = 1_000

/** Counts what had to be given up, and says so: once for all of one second. */
export class DropReport {
  readonly #settings: Settings
  readonly #counters: Counters
  readonly #report: (error: EventsDroppedError) => void
  #untold = 0
  #cancel: (() => void) | undefined

  constructor(settings: Settings, counters: Counters, report: (error: EventsDroppedError) => void) {
    this.#settings = settings
    this.#counters = counters
    this.#report = report
  }

  readonly count = (type: EventType, count: number): void => {
    this.#counters.publishDropped[type] += count
    this.#untold += count
    this.#cancel ??= this.#settings.clock.after(EVERY_MS, () => this.tell())
  }

  /** What is untold, now. */
  tell(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const untold = this.#untold
    this.#untold = 0
    if (untold > 0) this.#report(new EventsDroppedError(untold, 'not connected, away for too long, or no leader'))
  }
}
