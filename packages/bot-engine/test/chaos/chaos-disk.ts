import type { Clock } from '@md/types'
import type { JournalEntry } from '../../src/journal/entry.ts'
import { StoreError } from '../../src/store/errors.ts'
import { afterRefusal } from '../../src/store/keeping.ts'
import { MemoryLeases } from '../../src/store/memory-leases.ts'
import { MemoryStore } from '../../src/store/memory-store.ts'
import type { BotLease, BotSnapshot, BotStore, Latch, StoredBot } from '../../src/store/store.ts'
import type { StoreMood } from './happening.ts'

/** How long a slow store takes, ms. */
const SLOW_MS = 400

/** What survives a process, and whether it can be written to. */
export class ChaosDisk {
  readonly leases = new MemoryLeases()
  readonly store = new MemoryStore({ leases: this.leases })
  /** Client order ids of intents that are durable. */
  readonly intents = new Set<string>()
  mood: StoreMood = 'well'

  async keep(lease: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    await this.store.append(lease, entries)
    for (const entry of entries) if (entry.type === 'intent') this.intents.add(entry.order.request.clientOrderId)
  }
}

interface Write {
  readonly dueAt: number
  readonly run: () => Promise<void>
  readonly done: (written: Promise<void>) => void
}

/** One process's way to the disk: one write after the other, until the process dies. */
export class ChaosStore implements BotStore {
  readonly #disk: ChaosDisk
  readonly #clock: Clock
  /** Bots of which something was refused: nothing after it is kept. */
  readonly #refused = new Set<string>()
  readonly #writes: Write[] = []
  #isDead = false

  constructor(disk: ChaosDisk, clock: Clock) {
    this.#disk = disk
    this.#clock = clock
  }

  async load(botId: string): Promise<StoredBot> {
    this.#refused.delete(botId)
    return this.#disk.store.load(botId)
  }

  append(lease: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    const { botId } = lease
    if (this.#disk.mood === 'fails') this.#refused.add(botId)
    if (this.#refused.has(botId)) return Promise.reject(new StoreError(`entries of ${botId}`, afterRefusal('a fault')))
    // The state of a strategy goes on living: what is written is what it was.
    const copies = structuredClone(entries)
    return this.#write(() => this.#disk.keep(lease, copies))
  }

  snapshot(lease: BotLease, { at, n, state }: BotSnapshot): Promise<void> {
    if (this.#refused.has(lease.botId)) return Promise.reject(new StoreError('a snapshot', afterRefusal('a fault')))
    const copy = structuredClone(state)
    return this.#write(() => this.#disk.store.snapshot(lease, { at, n, state: copy }))
  }

  latches(): Promise<readonly Latch[]> {
    return this.#disk.store.latches()
  }

  latch(latch: Latch): Promise<void> {
    return this.#write(() => this.#disk.store.latch(latch))
  }

  unlatch(scope: Latch['scope'], id: string): Promise<void> {
    return this.#write(() => this.#disk.store.unlatch(scope, id))
  }

  async close(): Promise<void> {}

  /** Of what is not written yet, the first few are, unless the disk refuses them; nobody ever hears of it. */
  async die(kept: number): Promise<void> {
    this.#isDead = true
    for (const { run } of this.#writes.splice(0).slice(0, kept)) await Promise.allSettled([run()])
  }

  #write(run: () => Promise<void>): Promise<void> {
    if (this.#isDead) return new Promise(() => undefined)
    if (this.#disk.mood === 'fails') return Promise.reject(new StoreError('what it was given', 'a fault'))
    const delay = this.#disk.mood === 'slow' ? SLOW_MS : 0
    if (delay === 0 && this.#writes.length === 0) return run()
    const dueAt = Math.max(this.#clock.monotonic() + delay, this.#writes.at(-1)?.dueAt ?? 0)
    return new Promise((resolve) => {
      this.#writes.push({ dueAt, run, done: resolve })
      this.#clock.after(dueAt - this.#clock.monotonic(), () => this.#flush())
    })
  }

  #flush(): void {
    const now = this.#clock.monotonic()
    while ((this.#writes[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= now) {
      const write = this.#writes.shift()
      write?.done(write.run())
    }
  }
}
