/** `unknown`: an async function is a listener too, and its rejection must not end the process. */
type Listener<T> = (data: T) => unknown

/**
 * Typed events, delivered synchronously in the order of registration.
 * A listener that throws, or whose promise is rejected, is reported and hurts nobody else.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, readonly Listener<never>[]>()
  readonly #onFailure: (error: unknown, type: keyof Events) => void

  constructor(onFailure: (error: unknown, type: keyof Events) => void) {
    this.#onFailure = onFailure
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
        const result = listeners[i]?.(data)
        if (result !== undefined) this.#watch(result, type)
      } catch (error) {
        this.#onFailure(error, type)
      }
    }
  }

  listenerCount(type: keyof Events): number {
    return this.#of(type).length
  }

  #watch(result: unknown, type: keyof Events): void {
    if (isThenable(result)) result.then(undefined, (error: unknown) => this.#onFailure(error, type))
  }

  #of(type: keyof Events): readonly Listener<never>[] {
    return this.#listeners.get(type) ?? []
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
