/** One registration. The same function registered twice has two. */
export interface Registration {
  failures: number
  /** When its last failure was reported, ms since the epoch. */
  reportedAt: number
}

export type OnFailure<T> = (error: unknown, of: Registration, value: T) => void

/** `unknown`: an async function is a listener too, and its rejection must not end the process. */
type Call<T> = (value: T) => unknown

const SILENCE = () => undefined

/**
 * Functions called one after the other with the same value, in the order they came. One that throws is reported and
 * hurts nobody else. One removed while a value is being delivered is not called again; one added then waits for the next.
 */
export class ListenerList<T> {
  // Two arrays, so that the loop below touches nothing but the functions it calls.
  readonly #calls: Call<T>[] = []
  readonly #registrations: Registration[] = []
  readonly #onFailure: OnFailure<T>
  #delivering = 0
  #holes = 0

  constructor(onFailure: OnFailure<T>) {
    this.#onFailure = onFailure
  }

  get size(): number {
    return this.#calls.length - this.#holes
  }

  /** Returns its own removal. */
  add(call: Call<T>): () => void {
    const registration = { failures: 0, reportedAt: Number.NEGATIVE_INFINITY }
    this.#calls.push(call)
    this.#registrations.push(registration)
    return () => this.#remove(registration)
  }

  deliver(value: T): void {
    const calls = this.#calls
    const end = calls.length
    if (end === 0) return

    this.#delivering += 1
    for (let i = 0; i < end; i++) {
      try {
        const result = (calls[i] as Call<T>)(value)
        if (result !== undefined) this.#watch(result, i, value)
      } catch (error) {
        this.#onFailure(error, this.#registrations[i] as Registration, value)
      }
    }
    this.#delivering -= 1
    if (this.#holes > 0 && this.#delivering === 0) this.#compact()
  }

  #watch(result: unknown, i: number, value: T): void {
    if (!(result instanceof Promise)) return
    const registration = this.#registrations[i] as Registration
    result.catch((error: unknown) => this.#onFailure(error, registration, value))
  }

  #remove(registration: Registration): void {
    const i = this.#registrations.indexOf(registration)
    if (i < 0 || this.#calls[i] === SILENCE) return
    if (this.#delivering > 0) {
      this.#calls[i] = SILENCE
      this.#holes += 1
    } else {
      this.#calls.splice(i, 1)
      this.#registrations.splice(i, 1)
    }
  }

  #compact(): void {
    let kept = 0
    for (let i = 0; i < this.#calls.length; i++) {
      if (this.#calls[i] === SILENCE) continue
      this.#calls[kept] = this.#calls[i] as Call<T>
      this.#registrations[kept] = this.#registrations[i] as Registration
      kept += 1
    }
    this.#calls.length = kept
    this.#registrations.length = kept
    this.#holes = 0
  }
}
