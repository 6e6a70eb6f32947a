import { type Fill, reportOf } from '@md/types'
import { decodeEntry, encodeEntry } from '../journal/codec.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { jsonText } from '../journal/json-text.ts'
import { FencedError, StoreError } from './errors.ts'
import { afterRefusal, checkNotBefore, lastNumber, whileRun } from './keeping.ts'
import { leftBehindOf } from './left-behind.ts'
import { MemoryLeases } from './memory-leases.ts'
import type { BotArchive, BotLease, BotSnapshot, BotStore, Latch, LeaseKeeper, LeftBehind, StoredBot } from './store.ts'

interface Kept {
  snapshot: { readonly n: number; readonly at: number; readonly text: string } | undefined
  entries: { readonly n: number; readonly text: string }[]
  /** Of what was kept last. */
  n: number
  refused: string | undefined
  lastFill: Fill | undefined
}

/** Keeps as long as the process lives, as text: what JSON would lose is refused here too. */
export class MemoryStore implements BotStore, LeaseKeeper, BotArchive {
  readonly leases: MemoryLeases
  readonly #bots = new Map<string, Kept>()
  readonly #latches = new Map<string, Latch>()
  #closed = false

  constructor({ leases = new MemoryLeases() }: { readonly leases?: MemoryLeases } = {}) {
    this.leases = leases
  }

  acquire(botId: string): Promise<BotLease> {
    return this.leases.acquire(botId)
  }

  async load(botId: string): Promise<StoredBot> {
    this.#open('to read')
    const bot = this.#bot(botId)
    bot.refused = undefined
    const { entries, snapshot } = bot
    return {
      snapshot: snapshot && { n: snapshot.n, at: snapshot.at, state: JSON.parse(snapshot.text) },
      entries: entries.map(({ text }) => decodeEntry(text)),
      damage: undefined,
    }
  }

  async bots(): Promise<readonly string[]> {
    this.#open('to read')
    return [...this.#bots].filter(([, { n }]) => n >= 0).map(([id]) => id)
  }

  async leftBehind(botId: string): Promise<LeftBehind> {
    if (this.leases.isHeld(botId)) throw whileRun(botId)
    return leftBehindOf(botId, await this.load(botId))
  }

  async lastFill(botId: string): Promise<Fill | undefined> {
    this.#open('to read')
    return this.#bots.get(botId)?.lastFill
  }

  async append(lease: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    this.#keep(lease, 'entries', (bot) => {
      const texts = entries.map((entry) => ({ n: entry.n, text: encodeEntry(entry) }))
      bot.n = lastNumber(lease.botId, bot.n, entries)
      bot.entries.push(...texts)
      for (const entry of entries) if (entry.type === 'fill') bot.lastFill = entry.fill
    })
  }

  async snapshot(lease: BotLease, { at, n, state }: BotSnapshot): Promise<void> {
    this.#keep(lease, 'a snapshot', (bot) => {
      checkNotBefore(lease.botId, bot.snapshot?.n, n)
      bot.snapshot = { n, at, text: jsonText(state, 'snapshot', 'kept') }
      bot.entries = bot.entries.filter((entry) => entry.n > n)
      bot.n = Math.max(bot.n, n)
    })
  }

  async latches(): Promise<readonly Latch[]> {
    return [...this.#latches.values()]
  }

  async latch(latch: Latch): Promise<void> {
    this.#open('a halt')
    this.#latches.set(latchKey(latch.scope, latch.id), latch)
  }

  async unlatch(scope: Latch['scope'], id: string): Promise<void> {
    this.#open('the end of a halt')
    this.#latches.delete(latchKey(scope, id))
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  #keep({ botId, fence }: BotLease, what: string, change: (bot: Kept) => void): void {
    this.#open(what)
    const bot = this.#bot(botId)
    if (!this.leases.holds(botId, fence)) throw new FencedError(botId, fence, this.leases.latest(botId))
    if (bot.refused !== undefined) throw new StoreError(`${what} of bot "${botId}"`, afterRefusal(bot.refused))
    try {
      change(bot)
    } catch (error) {
      bot.refused = reportOf(error).message
      throw error
    }
  }

  #open(what: string): void {
    if (this.#closed) throw new StoreError(what, 'the store is closed')
  }

  #bot(botId: string): Kept {
    let bot = this.#bots.get(botId)
    if (bot === undefined) {
      bot = { snapshot: undefined, entries: [], n: -1, refused: undefined, lastFill: undefined }
      this.#bots.set(botId, bot)
    }
    return bot
  }
}

const latchKey = (scope: string, id: string): string => `${scope} ${id}`
