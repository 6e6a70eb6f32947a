import type { Latch } from '../../src/store/store.ts'
import { BOTS, type ChaosBot, type Scope } from './happening.ts'

export const ACCOUNT = 'main'

export const latchOf = (scope: Scope): Pick<Latch, 'scope' | 'id'> => {
  if (scope === 'process') return { scope, id: '' }
  return scope === 'account' ? { scope, id: ACCOUNT } : { scope: 'bot', id: scope }
}

interface Halt {
  isKept: boolean
  /** Somebody is arming again: from some moment on, which nobody outside can tell, orders may leave. */
  isEnding: boolean
}

/** Which halts are in force for certain: nothing of their scope may leave. */
export class Halts {
  readonly #halts = new Map<Scope, Halt>()

  halt(scope: Scope, acknowledged: Promise<unknown>): void {
    const before = this.#halts.get(scope)
    const halt = before === undefined || before.isEnding ? { isKept: false, isEnding: false } : before
    this.#halts.set(scope, halt)
    acknowledged.then(
      () => {
        halt.isKept = true
      },
      // It holds for as long as the process lives.
      () => undefined,
    )
  }

  rearm(scope: Scope, armed: Promise<void>): void {
    const halt = this.#halts.get(scope)
    if (halt === undefined) {
      armed.catch(() => undefined)
      return
    }
    halt.isEnding = true
    armed.then(
      () => {
        if (this.#halts.get(scope) === halt) this.#halts.delete(scope)
      },
      () => {
        halt.isEnding = false
      },
    )
  }

  /** What was not durable is gone, and what was being ended may be. */
  processDied(): void {
    for (const [scope, { isEnding, isKept }] of this.#halts) if (isEnding || !isKept) this.#halts.delete(scope)
  }

  forbids(bot: ChaosBot): boolean {
    return [...this.#halts].some(
      ([scope, { isEnding }]) => !isEnding && (scope === 'process' || scope === 'account' || scope === bot),
    )
  }
}

export const botOf = (clientOrderId: string): ChaosBot => {
  const bot = BOTS.find((id) => clientOrderId.startsWith(`${id}-`))
  if (bot === undefined) throw new Error(`${clientOrderId} is of no bot`)
  return bot
}
