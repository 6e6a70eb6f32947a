import { MdError } from '../error.ts'

interface WaitingCall<Kind> {
  readonly kind: Kind
  readonly key: string
  readonly succeed: () => void
  readonly fail: (error: Error) => void
}

/** The code real adapters use for what is given up before it is answered. */
class FakeAbandonedError extends MdError {
  readonly code = 'ABANDONED'
  readonly recovery = 'stop'
}

/** When and how a fake answers what it is asked: at once, unless a test says otherwise. */
export class CallScript<Kind extends string> {
  readonly #held: Set<Kind>
  readonly #failures = new Map<Kind, Error[]>()
  #waiting: WaitingCall<Kind>[] = []

  constructor(held: readonly Kind[]) {
    this.#held = new Set(held)
  }

  get waiting(): number {
    return this.#waiting.length
  }

  call(kind: Kind, key = ''): Promise<void> {
    const failure = this.#failures.get(kind)?.shift()
    if (failure !== undefined) return Promise.reject(failure)
    if (!this.#held.has(kind)) return Promise.resolve()
    return new Promise((succeed, fail) => this.#waiting.push({ kind, key, succeed, fail }))
  }

  hold(kinds: readonly Kind[]): void {
    for (const kind of kinds) this.#held.add(kind)
  }

  answer(kind: Kind): void {
    this.#held.delete(kind)
    for (const { succeed } of this.#take((call) => call.kind === kind)) succeed()
  }

  fail(kind: Kind, error: Error): void {
    for (const { fail } of this.#take((call) => call.kind === kind)) fail(error)
  }

  failNext(kind: Kind, error: Error): void {
    this.#failures.set(kind, [...(this.#failures.get(kind) ?? []), error])
  }

  /** Waiting calls of a kind, for one key or for all, fail because nobody wants them any more. */
  abandon(kind: Kind, key?: string): void {
    for (const { fail } of this.#take((call) => call.kind === kind && (key === undefined || call.key === key))) {
      fail(new FakeAbandonedError(`${kind} was given up`))
    }
  }

  #take(meant: (call: WaitingCall<Kind>) => boolean): WaitingCall<Kind>[] {
    const taken = this.#waiting.filter(meant)
    this.#waiting = this.#waiting.filter((call) => !meant(call))
    return taken
  }
}
