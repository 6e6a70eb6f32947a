import { deferred } from '@md/runtime'
import { LeaseHeldError } from './errors.ts'
import type { BotLease, LeaseKeeper } from './store.ts'

/** Leases within one process, for tests and backtests. */
export class MemoryLeases implements LeaseKeeper {
  readonly #fences = new Map<string, number>()
  readonly #held = new Map<string, (reason: string) => void>()

  async acquire(botId: string): Promise<BotLease> {
    if (this.#held.has(botId)) throw new LeaseHeldError(botId, 'this process')
    const fence = this.latest(botId) + 1
    const lost = deferred<string>()
    this.#fences.set(botId, fence)
    this.#held.set(botId, lost.resolve)
    const release = async () => {
      if (this.holds(botId, fence)) this.#held.delete(botId)
    }
    return { botId, fence, lost: lost.promise, release }
  }

  /** The largest fence given out for the bot; 0 before the first. */
  latest(botId: string): number {
    return this.#fences.get(botId) ?? 0
  }

  isHeld(botId: string): boolean {
    return this.#held.has(botId)
  }

  holds(botId: string, fence: number): boolean {
    return this.#held.has(botId) && this.latest(botId) === fence
  }

  /** Takes a lease from whoever holds it, as a shared keeper does from a process that went silent. */
  revoke(botId: string, reason: string): void {
    this.#held.get(botId)?.(reason)
    this.#held.delete(botId)
  }
}
