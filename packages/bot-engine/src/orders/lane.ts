/** Calls in the order in which they were given, at most `limit` at once. */
export class Lane {
  readonly #limit: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limit) this.#running += 1
    // The place of the call before is handed over without being free in between.
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await call()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
