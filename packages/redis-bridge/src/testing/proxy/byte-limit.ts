/** A number of bytes after which the first that has brought them is cut, each counted by itself. */
export class ByteLimit<T extends object> {
  readonly #limit: number
  readonly #passed = new WeakMap<T, number>()
  #isSpent = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many of `bytes` are the last that may come by `key`; nothing when all may, and more. */
  lastOf(key: T, bytes: number): number | undefined {
    if (this.#isSpent) return undefined
    const before = this.#passed.get(key) ?? 0
    this.#passed.set(key, before + bytes)
    if (before + bytes < this.#limit) return undefined
    this.#isSpent = true
    return this.#limit - before
  }
}
