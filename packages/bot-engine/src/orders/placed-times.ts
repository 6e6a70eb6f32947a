/** How many orders there were in the last minute of engine time. Keeps no time longer than that. */
export class PlacedTimes {
  static readonly WINDOW_MS = 60_000
  #times: number[] = []
  #first = 0

  constructor(times: readonly number[] = []) {
    this.#times = [...times]
  }

  add(at: number): void {
    this.#times.push(at)
    this.#forget(at)
  }

  count(now: number): number {
    this.#forget(now)
    return this.#times.length - this.#first
  }

  snapshot(): readonly number[] {
    return this.#times.slice(this.#first)
  }

  #forget(now: number): void {
    while (this.#first < this.#times.length && (this.#times[this.#first] ?? 0) <= now - PlacedTimes.WINDOW_MS)
      this.#first += 1
    if (this.#first < 64 || this.#first * 2 < this.#times.length) return
    this.#times = this.#times.slice(this.#first)
    this.#first = 0
  }
}
