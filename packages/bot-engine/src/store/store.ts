import type { Fill } from '@md/types'
import type { JournalEntry } from '../journal/entry.ts'
import type { OrderView } from '../orders/order.ts'
import type { PositionView } from '../strategy/context.ts'

/** The right to run one bot. Its fence is larger than any before, and part of every client order id. */
export interface BotLease {
  readonly botId: string
  readonly fence: number
  /** Resolves with the reason if the lease is lost; never rejects. */
  readonly lost: Promise<string>
  release(): Promise<void>
}

/** Who may run a bot. @throws LeaseHeldError, which says who holds it */
export interface LeaseKeeper {
  acquire(botId: string): Promise<BotLease>
}

/** A bot's whole state up to and including entry `n`. JSON. */
export interface BotSnapshot {
  readonly n: number
  readonly at: number
  readonly state: unknown
}

export interface StoredBot {
  readonly snapshot: BotSnapshot | undefined
  /** Entries after the snapshot, `n` rising; what is skipped are inputs that need not be kept. */
  readonly entries: readonly JournalEntry[]
  /** Not undefined: the end of the journal could not be read; what could be is above. */
  readonly damage: string | undefined
}

/** A halt that outlives the process. */
export interface Latch {
  readonly scope: 'process' | 'account' | 'bot'
  /** Account or bot id; `''` for the process. */
  readonly id: string
  readonly cause: string
  readonly by: string
  readonly at: number
}

/**
 * What must survive. Writes of one bot become durable in the order in which they were given.
 * An append that rejects has not been kept, and neither will what was given after it.
 */
export interface BotStore {
  load(botId: string): Promise<StoredBot>
  /** Resolves when the entries are durable. @throws StoreError, FencedError when the lease is not the latest */
  append(lease: BotLease, entries: readonly JournalEntry[]): Promise<void>
  /** Replaces the snapshot; entries up to it may be dropped from `load`. */
  snapshot(lease: BotLease, snapshot: BotSnapshot): Promise<void>
  latches(): Promise<readonly Latch[]>
  latch(latch: Latch): Promise<void>
  unlatch(scope: Latch['scope'], id: string): Promise<void>
  close(): Promise<void>
}

/** What a bot holds and has resting at its venues, as far as it was told before it was last written down. */
export interface LeftBehind {
  /** Those that are not flat. */
  readonly positions: readonly PositionView[]
  readonly openOrders: readonly OrderView[]
}

/** What a store knows of bots, whether anybody runs them or not. */
export interface BotArchive {
  /** Ids of the bots that were ever run on it. */
  bots(): Promise<readonly string[]>
  /** @throws StoreError while the bot is being run, StoreDamagedError */
  leftBehind(botId: string): Promise<LeftBehind>
  /** The last fill that is still kept. */
  lastFill(botId: string): Promise<Fill | undefined>
}
