/** Says when a stream may speak again: once every `everyMs`, on a grid that does not drift. 0: always. */
export class Pace {
  readonly #everyMs: number
  #next = Number.NEGATIVE_INFINITY

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  due(now: number): boolean {
    if (now < this.#next) return false
    // A market step that comes a little early is not made to wait for the next one.
    const grid = this.#next + this.#everyMs
    this.#next = grid > now ? grid : now + this.#everyMs * 0.95
    return true
  }
}
