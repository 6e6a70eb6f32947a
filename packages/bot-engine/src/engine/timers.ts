/** A bot's timers as data: the engine wakes up for the earliest, and a restart knows them all. */
export class Timers {
  readonly #dueAt = new Map<string, number>()
  #changed = false

  /** Whether there is another earliest timer to wake up for; asked once per step. */
  takeChanged(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  set(name: string, dueAt: number): void {
    this.#changed = true
    this.#dueAt.set(name, dueAt)
  }

  cancel(name: string): void {
    this.#dueAt.delete(name)
  }

  /** Removes it, if it is the one that was meant. */
  take(name: string, dueAt: number): boolean {
    if (this.#dueAt.get(name) !== dueAt) return false
    this.#changed = true
    return this.#dueAt.delete(name)
  }

  /** The earliest; of several at one time the one set first. */
  get next(): { readonly name: string; readonly dueAt: number } | undefined {
    let next: { readonly name: string; readonly dueAt: number } | undefined
    for (const [name, dueAt] of this.#dueAt) if (next === undefined || dueAt < next.dueAt) next = { name, dueAt }
    return next
  }

  snapshot(): readonly (readonly [name: string, dueAt: number])[] {
    return [...this.#dueAt]
  }

  restore(timers: readonly (readonly [name: string, dueAt: number])[]): void {
    this.#changed = true
    this.#dueAt.clear()
    for (const [name, dueAt] of timers) this.#dueAt.set(name, dueAt)
  }
}
