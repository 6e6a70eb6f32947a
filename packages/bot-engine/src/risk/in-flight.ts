import { deferred } from '@md/runtime'
import type { Clock } from '@md/types'
import type { Latch } from '../store/store.ts'
import type { Origin } from './kill-switch.ts'

interface Call {
  readonly origin: Origin
  readonly done: Promise<void>
}

type Scope = Pick<Latch, 'scope' | 'id'>

/** Calls to a venue that have not been answered. */
export class InFlight {
  readonly #clock: Clock
  readonly #boundMs: number
  readonly #calls = new Set<Call>()

  constructor(clock: Clock, boundMs: number) {
    this.#clock = clock
    this.#boundMs = boundMs
  }

  /** Returns what to call when the answer is there. */
  begin({ account, botId }: Origin): () => void {
    const { promise, resolve } = deferred<void>()
    const call = { origin: { account, botId }, done: promise }
    this.#calls.add(call)
    return () => {
      this.#calls.delete(call)
      resolve()
    }
  }

  get size(): number {
    return this.#calls.size
  }

  /** Waits for the calls of the scope that are there now, and says how many the bound left without an answer. */
  async answered(scope: Scope): Promise<number> {
    const calls = [...this.#calls].filter(({ origin }) => isWithin(origin, scope))
    if (calls.length === 0) return 0
    const late = deferred<void>()
    const cancel = this.#clock.after(this.#boundMs, () => late.resolve())
    await Promise.race([late.promise, Promise.all(calls.map(({ done }) => done))])
    cancel()
    return calls.filter((call) => this.#calls.has(call)).length
  }
}

const isWithin = ({ account, botId }: Origin, { scope, id }: Scope): boolean =>
  scope === 'process' || (scope === 'account' ? account === id : botId === id)
