import type { BotLease, BotSnapshot, BotStore, JournalEntry, Latch, LeaseKeeper, StoredBot } from '@md/bot-engine'
import { sleep } from '@md/runtime'
import type { Clock } from '@md/types'
import type { Once, Written } from '../points.ts'
import type { Fuse } from './fuse.ts'
import type { OrderKinds } from './order-kinds.ts'
import type { Bug } from './plan.ts'

export interface CrashingStoreParts {
  readonly store: BotStore & LeaseKeeper
  readonly fuse: Fuse
  readonly kinds: OrderKinds
  readonly clock: Clock
  readonly bug: Bug | undefined
}

/** How much later than it says it writes, where that is the bug, ms. */
const LATER_MS = 500

/** A store around which the process may end at any moment. */
export class CrashingStore implements BotStore, LeaseKeeper {
  readonly #parts: CrashingStoreParts
  #later: Promise<void> = Promise.resolve()

  constructor(parts: CrashingStoreParts) {
    this.#parts = parts
  }

  async acquire(botId: string): Promise<BotLease> {
    const lease = await this.#once('acquire', () => this.#parts.store.acquire(botId))
    const release = async (): Promise<void> => {
      await this.#later
      await lease.release()
    }
    return { ...lease, release }
  }

  async load(botId: string): Promise<StoredBot> {
    const stored = await this.#once('load', () => this.#parts.store.load(botId))
    return this.#parts.bug === 'forgets-halts' ? withoutHalts(stored) : stored
  }

  async append(lease: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    const { fuse, kinds, store } = this.#parts
    for (const entry of entries) kinds.learn(entry)
    const subjects = new Set(entries.flatMap((entry) => subjectsOf(entry, kinds)))
    for (const subject of subjects) fuse.reach(`${subject}:before`)
    const kept = this.#write(() => store.append(lease, entries))
    for (const subject of subjects) fuse.reach(`${subject}:sent`)
    await kept
    for (const subject of subjects) fuse.reach(`${subject}:after`)
  }

  snapshot(lease: BotLease, snapshot: BotSnapshot): Promise<void> {
    return this.#once('snapshot', () => this.#write(() => this.#parts.store.snapshot(lease, snapshot)))
  }

  async latches(): Promise<readonly Latch[]> {
    return this.#parts.bug === 'forgets-halts' ? [] : this.#parts.store.latches()
  }

  latch(latch: Latch): Promise<void> {
    return this.#once('latch', () => this.#parts.store.latch(latch))
  }

  unlatch(scope: Latch['scope'], id: string): Promise<void> {
    return this.#parts.store.unlatch(scope, id)
  }

  async close(): Promise<void> {
    await this.#later
    await this.#parts.store.close()
  }

  async #once<T>(subject: Once, act: () => Promise<T>): Promise<T> {
    const { fuse } = this.#parts
    fuse.reach(`${subject}:before`)
    const acting = act()
    fuse.reach(`${subject}:sent`)
    const result = await acting
    fuse.reach(`${subject}:after`)
    return result
  }

  #write(write: () => Promise<void>): Promise<void> {
    const { bug, clock } = this.#parts
    if (bug !== 'sends-before-writing') return write()
    const due = sleep(clock, LATER_MS)
    this.#later = this.#later.then(() => due).then(write)
    return Promise.resolve()
  }
}

function subjectsOf(entry: JournalEntry, kinds: OrderKinds): readonly Written[] {
  switch (entry.type) {
    case 'intent': {
      const { clientOrderId } = entry.order.request
      return [
        'intent',
        ...(kinds.isExit(clientOrderId) ? (['exit-intent'] as const) : []),
        ...(kinds.isReplacement(clientOrderId) ? (['replacement-intent'] as const) : []),
      ]
    }
    case 'outcome':
      return [entry.of === 'place' ? 'answer' : 'cancel-answer']
    case 'cancel':
    case 'fill':
    case 'exit':
    case 'found':
    case 'reconciled':
      return [entry.type]
    default:
      return []
  }
}

/** As if a bot that was halted did not know that it was. */
function withoutHalts({ damage, entries, snapshot }: StoredBot): StoredBot {
  const text = JSON.stringify({ entries, snapshot }).replaceAll('"trading":"halted"', '"trading":"active"')
  return { damage, ...(JSON.parse(text) as Pick<StoredBot, 'entries' | 'snapshot'>) }
}
