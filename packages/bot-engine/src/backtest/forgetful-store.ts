import type { BotLease, BotStore, Latch, LeaseKeeper, StoredBot } from '../store/store.ts'
import { turnEnded } from './clock.ts'

/**
 * A store of a run that nobody will continue: it says that everything is kept, and keeps nothing. It takes no time, but
 * turns of the event loop, and as many as a store on disk would: what a bot hears first is the same with either. All that
 * is given while one batch is under way shares the next.
 */
export class ForgetfulStore implements BotStore, LeaseKeeper {
  #underWay: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** Something has not been said to be kept yet. */
  get isBusy(): boolean {
    return this.#underWay !== undefined || this.#next !== undefined
  }

  async acquire(botId: string): Promise<BotLease> {
    return { botId, fence: 1, lost: NEVER, release: async () => undefined }
  }

  async load(): Promise<StoredBot> {
    return { snapshot: undefined, entries: [], damage: undefined }
  }

  append(): Promise<void> {
    return this.#keep()
  }

  snapshot(): Promise<void> {
    return this.#keep()
  }

  async latches(): Promise<readonly Latch[]> {
    return []
  }

  latch(): Promise<void> {
    return DONE
  }

  unlatch(): Promise<void> {
    return DONE
  }

  close(): Promise<void> {
    return DONE
  }

  #keep(): Promise<void> {
    this.#next ??= this.#batch(this.#underWay ?? DONE)
    return this.#next
  }

  async #batch(before: Promise<void>): Promise<void> {
    await before
    this.#underWay = this.#next
    this.#next = undefined
    await turnEnded()
    this.#underWay = undefined
  }
}

const DONE = Promise.resolve()

const NEVER = new Promise<string>(() => undefined)
