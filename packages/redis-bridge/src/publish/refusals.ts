import { CommandFailedError } from '../errors.ts'
import { reasonOf } from '../link/client.ts'
import type { Counters } from '../metrics.ts'
import type { Settings } from '../settings.ts'

const AGAIN_MS = 10_000

/** What Redis refuses to write: counted each time, told once for all partitions, and again if it lasts. */
export class Refusals {
  readonly #settings: Settings
  readonly #counters: Counters
  readonly #tell: (error: Error) => void
  #reason: string | undefined
  #toldAt = 0

  constructor(settings: Settings, counters: Counters, tell: (error: Error) => void) {
    this.#settings = settings
    this.#counters = counters
    this.#tell = tell
  }

  readonly note = (error: unknown): void => {
    const reason = reasonOf(error)
    const now = this.#settings.clock.monotonic()
    if (reason === this.#reason && now - this.#toldAt < AGAIN_MS) {
      this.#counters.errors += 1
      return
    }
    this.#reason = reason
    this.#toldAt = now
    // Whoever is told counts it.
    this.#tell(error instanceof CommandFailedError ? error : new CommandFailedError('XADD', reason, error))
  }
}
