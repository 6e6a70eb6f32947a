type Listener<T> = (data: T) => void

/**
 * Typed events, delivered synchronously in the order of registration.
 * A listener that throws is reported and hurts nobody else.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, readonly Listener<never>[]>()
  readonly #onThrow: (error: unknown, type: keyof Events) => void

  constructor(onThrow: (error: unknown, type: keyof Events) => void) {
    this.#onThrow = onThrow
  }

  /** Returns its own removal. The same function registered twice is called twice. */
  on<T extends keyof Events>(type: T, listener: Listener<Events[T]>): () => void {
    this.#listeners.set(type, [...this.#of(type), listener])

    let registered = true
    return () => {
      if (!registered) return
      registered = false
      const list = [...this.#of(type)]
      list.splice(list.indexOf(listener), 1)
      this.#listeners.set(type, list)
    }
  }

  emit<T extends keyof Events>(type: T, data: Events[T]): void {
    const listeners = this.#listeners.get(type) as readonly Listener<Events[T]>[] | undefined
    if (listeners === undefined) return

    for (let i = 0; i < listeners.length; i++) {
      try {
        listeners[i]?.(data)
      } catch (error) {
        this.#onThrow(error, type)
      }
    }
  }

  listenerCount(type: keyof Events): number {
    return this.#of(type).length
  }

  #of(type: keyof Events): readonly Listener<never>[] {
    return this.#listeners.get(type) ?? []
  }
}
