export interface Timer {
  readonly at: number
  /** +1 per timer: of two that are due together, the one set first goes first. */
  readonly ordinal: number
  readonly task: () => void
  /** Where it stands in the heap; -1 once it is out. */
  place: number
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.ordinal < b.ordinal)

/** The earliest timer first. Adding, taking and removing cost the logarithm of their number. */
export class TimerHeap {
  readonly #timers: Timer[] = []

  get size(): number {
    return this.#timers.length
  }

  get first(): Timer | undefined {
    return this.#timers[0]
  }

  add(timer: Timer): void {
    this.#timers.push(timer)
    this.#rise(timer, this.#timers.length - 1)
  }

  /** A timer that is not in the heap is left alone. */
  remove(timer: Timer): void {
    const hole = timer.place
    if (hole < 0) return
    timer.place = -1
    const last = this.#timers.pop()
    if (last === undefined || last === timer) return
    this.#rise(last, hole)
    this.#sink(last, last.place)
  }

  #rise(timer: Timer, from: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >>> 1
      const parent = this.#timers[above]
      if (parent === undefined || !isBefore(timer, parent)) break
      this.#put(parent, place)
      place = above
    }
    this.#put(timer, place)
  }

  #sink(timer: Timer, from: number): void {
    let place = from
    for (let child = this.#earlierChild(place); child !== undefined && isBefore(child, timer); ) {
      const below = child.place
      this.#put(child, place)
      place = below
      child = this.#earlierChild(place)
    }
    this.#put(timer, place)
  }

  #earlierChild(place: number): Timer | undefined {
    const left = this.#timers[2 * place + 1]
    const right = this.#timers[2 * place + 2]
    return left !== undefined && right !== undefined && isBefore(right, left) ? right : left
  }

  #put(timer: Timer, place: number): void {
    this.#timers[place] = timer
    timer.place = place
  }
}
