import { InvalidInputError } from '@md/types'

/** What a full queue does with one more item: lose the oldest, or lose the new one. */
export type OnFull = 'drop-oldest' | 'drop-newest'

/** First in, first out, never longer than `limit`. What it had to drop is counted. */
export class BoundedQueue<T> {
  readonly #ring: (T | undefined)[]
  readonly #limit: number
  readonly #onFull: OnFull
  #head = 0
  #size = 0
  #dropped = 0

  /** @throws InvalidInputError for a limit that is not a whole number from 1 */
  constructor(limit: number, onFull: OnFull = 'drop-oldest') {
    if (!(Number.isInteger(limit) && limit > 0)) throw new InvalidInputError('limit', limit, 'a whole number from 1')
    this.#limit = limit
    this.#onFull = onFull
    this.#ring = []
  }

  get size(): number {
    return this.#size
  }

  get dropped(): number {
    return this.#dropped
  }

  /** Returns what was dropped to make it fit, if anything: the new item or the oldest one. */
  push(item: T): T | undefined {
    if (this.#size < this.#limit) {
      this.#ring[(this.#head + this.#size) % this.#limit] = item
      this.#size += 1
      return undefined
    }
    this.#dropped += 1
    if (this.#onFull === 'drop-newest') return item

    const oldest = this.#ring[this.#head]
    this.#ring[this.#head] = item
    this.#head = (this.#head + 1) % this.#limit
    return oldest
  }

  /** The oldest, without taking it. */
  peek(): T | undefined {
    return this.#size === 0 ? undefined : this.#ring[this.#head]
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined
    const item = this.#ring[this.#head]
    this.#ring[this.#head] = undefined
    this.#head = (this.#head + 1) % this.#limit
    this.#size -= 1
    return item
  }

  /** Takes everything, oldest first. */
  drain(): T[] {
    const items: T[] = []
    for (let size = this.#size; size > 0; size--) items.push(this.shift() as T)
    return items
  }

  clear(): void {
    this.#ring.length = 0
    this.#head = 0
    this.#size = 0
  }
}
