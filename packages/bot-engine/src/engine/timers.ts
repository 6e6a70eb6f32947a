/** A bot's timers as data: the engine wakes up for the earliest, and a restart knows them all. */
export class Timers {
  readonly #dueAt = new Map<string, number>()
  /** Due while nobody could be told. */
  readonly #held = new Map<string, number>()
  #changed = false

  /** Whether there is another earliest timer to wake up for; asked once per step. */
  takeChanged(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  set(name: string, dueAt: number): void {
    this.#changed = true
    this.#held.delete(name)
    this.#dueAt.set(name, dueAt)
  }

  has(name: string): boolean {
    return this.#dueAt.has(name)
  }

  cancel(name: string): void {
    this.#dueAt.delete(name)
    this.#held.delete(name)
  }

  /** Removes it, if it is the one that was meant. */
  take(name: string, dueAt: number): boolean {
    if (this.#dueAt.get(name) !== dueAt) return false
    this.#changed = true
    return this.#dueAt.delete(name)
  }

  /** It was due, and waits for `release`: nobody is woken up for it, and it is not forgotten. */
  hold(name: string, dueAt: number): void {
    this.#held.set(name, dueAt)
  }

  release(): void {
    for (const [name, dueAt] of [...this.#held]) this.set(name, dueAt)
  }

  /** The earliest; of several at one time the one set first. */
  get next(): { readonly name: string; readonly dueAt: number } | undefined {
    let next: { readonly name: string; readonly dueAt: number } | undefined
    for (const [name, dueAt] of this.#dueAt) if (next === undefined || dueAt < next.dueAt) next = { name, dueAt }
    return next
  }

  snapshot(): readonly (readonly [name: string, dueAt: number])[] {
    return [...this.#held, ...this.#dueAt]
  }

  restore(timers: readonly (readonly [name: string, dueAt: number])[]): void {
    this.#changed = true
    this.#dueAt.clear()
    this.#held.clear()
    for (const [name, dueAt] of timers) this.#dueAt.set(name, dueAt)
  }
}
