import type { CrashPoint } from '../points.ts'

export interface Armed {
  readonly point: CrashPoint
  /** The how-manieth time it is reached. */
  readonly nth: number
  /** Turns of the event loop that still happen. */
  readonly turns: number
}

/** Ends the process at one moment of its life. */
export class Fuse {
  readonly #armed: Armed | undefined
  readonly #end: () => void
  #reached = 0

  constructor(armed: Armed | undefined, end: () => void) {
    this.#armed = armed
    this.#end = end
  }

  reach(point: CrashPoint): void {
    if (point !== this.#armed?.point) return
    this.#reached += 1
    if (this.#reached === this.#armed.nth) this.#burn(this.#armed.turns)
  }

  #burn(turns: number): void {
    if (turns <= 0) this.#end()
    else setImmediate(() => this.#burn(turns - 1))
  }
}
