/**
 * One bot's mailbox: one input at a time, in the order in which they came. An idle bot handles an input before its
 * sender goes on; what arrives meanwhile waits. Market events that find the waiting room full push out the oldest
 * market event there; what concerns orders is never pushed out.
 */
export class Inbox<T> {
  readonly #handle: (input: T) => void
  readonly #mayDrop: (input: T) => boolean
  readonly #capacity: number
  /** Unset while nothing waits: most inputs find it so, and every object less to look at counts where bots are many. */
  #waiting: T[] | undefined
  #droppable = 0
  #busy = false
  dropped = 0

  constructor(parts: {
    readonly handle: (input: T) => void
    readonly mayDrop: (input: T) => boolean
    readonly capacity: number
  }) {
    this.#handle = parts.handle
    this.#mayDrop = parts.mayDrop
    this.#capacity = parts.capacity
  }

  get size(): number {
    return this.#waiting?.length ?? 0
  }

  /** @throws whatever handling throws, after what waits has been handled */
  post(input: T): void {
    if (this.#busy) {
      this.#wait(input)
      return
    }
    this.#busy = true
    let failures: readonly unknown[] = NONE
    try {
      this.#handle(input)
    } catch (error) {
      failures = [error]
    }
    if (this.#waiting !== undefined) failures = [...failures, ...this.#drain(this.#waiting)]
    this.#busy = false
    if (failures.length > 0) throw failures[0]
  }

  #wait(input: T): void {
    this.#waiting ??= []
    if (this.#mayDrop(input)) {
      if (this.#droppable >= this.#capacity) this.#dropOldest(this.#waiting)
      this.#droppable += 1
    }
    this.#waiting.push(input)
  }

  /** One that fails does not hold up the next. Returns what was thrown. */
  #drain(waiting: T[]): readonly unknown[] {
    const failures: unknown[] = []
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (this.#mayDrop(next)) this.#droppable -= 1
      try {
        this.#handle(next)
      } catch (error) {
        failures.push(error)
      }
    }
    this.#waiting = undefined
    return failures
  }

  #dropOldest(waiting: T[]): void {
    const oldest = waiting.findIndex((input) => this.#mayDrop(input))
    waiting.splice(oldest, 1)
    this.#droppable -= 1
    this.dropped += 1
  }
}

const NONE: readonly unknown[] = []
