import type { BotLease, BotSnapshot, BotStore, JournalEntry, Latch, LeaseKeeper, StoredBot } from '@md/bot-engine'

/** A store that knows what it has not answered: a virtual clock may not move before a real disk has. */
export class TrackedStore implements BotStore, LeaseKeeper {
  readonly #store: BotStore & LeaseKeeper
  #pending = 0

  constructor(store: BotStore & LeaseKeeper) {
    this.#store = store
  }

  /** Resolves when nothing is written or read, and nothing begins to be without time passing. */
  async settled(): Promise<void> {
    do await turnEnded()
    while (this.#pending > 0)
  }

  async acquire(botId: string): Promise<BotLease> {
    const lease = await this.#track(this.#store.acquire(botId))
    return { ...lease, release: () => this.#track(lease.release()) }
  }

  load(botId: string): Promise<StoredBot> {
    return this.#track(this.#store.load(botId))
  }

  append(lease: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    return this.#track(this.#store.append(lease, entries))
  }

  snapshot(lease: BotLease, snapshot: BotSnapshot): Promise<void> {
    return this.#track(this.#store.snapshot(lease, snapshot))
  }

  latches(): Promise<readonly Latch[]> {
    return this.#track(this.#store.latches())
  }

  latch(latch: Latch): Promise<void> {
    return this.#track(this.#store.latch(latch))
  }

  unlatch(scope: Latch['scope'], id: string): Promise<void> {
    return this.#track(this.#store.unlatch(scope, id))
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  async #track<T>(answer: Promise<T>): Promise<T> {
    this.#pending += 1
    try {
      return await answer
    } finally {
      this.#pending -= 1
    }
  }
}

const turnEnded = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
