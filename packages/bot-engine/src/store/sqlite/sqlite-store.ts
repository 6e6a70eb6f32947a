import { deferred } from '@md/runtime'
import { type Fill, InvalidInputError, type Logger, reportOf } from '@md/types'
import { decodeEntry, encodeEntry } from '../../journal/codec.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { jsonText } from '../../journal/json-text.ts'
import { FencedError, LeaseHeldError, StoreDamagedError, StoreError } from '../errors.ts'
import { whileRun } from '../keeping.ts'
import { leftBehindOf } from '../left-behind.ts'
import type {
  BotArchive,
  BotLease,
  BotSnapshot,
  BotStore,
  Latch,
  LeaseKeeper,
  LeftBehind,
  StoredBot,
} from '../store.ts'
import { Batches, type StoreCounts } from './batches.ts'
import type { Row, Writer } from './job.ts'

interface Held {
  /** Unset while it is being acquired. */
  readonly fence: number | undefined
  readonly lose: (reason: string) => void
}

export interface SqliteStoreParts {
  readonly writer: Writer
  readonly logger: Logger
  readonly maxWaiting: number
  readonly owner: string
}

/** Bots, leases and halts in one file. */
export class SqliteStore implements BotStore, LeaseKeeper, BotArchive {
  readonly #writer: Writer
  readonly #logger: Logger
  readonly #owner: string
  readonly #batches: Batches
  readonly #held = new Map<string, Held>()
  #closing: Promise<void> | undefined

  constructor({ writer, logger, maxWaiting, owner }: SqliteStoreParts) {
    this.#writer = writer
    this.#logger = logger
    this.#owner = owner
    this.#batches = new Batches(writer, maxWaiting)
    writer.onEnd((reason) => {
      logger.error({ reason }, 'the store has ended')
      this.#loseAll(reason)
    })
  }

  get counts(): StoreCounts {
    return this.#batches.counts
  }

  async acquire(botId: string): Promise<BotLease> {
    this.#open('a lease')
    if (botId === '' || botId.includes('\0')) throw new InvalidInputError('bot id', botId, 'it has letters, and no NUL')
    if (this.#held.has(botId)) throw new LeaseHeldError(botId, `this executor (${this.#owner})`)
    const lost = deferred<string>()
    this.#held.set(botId, { fence: undefined, lose: lost.resolve })
    try {
      const fence = await this.#batches.ask({ kind: 'acquire', botId })
      this.#held.set(botId, { fence, lose: lost.resolve })
      return { botId, fence, lost: lost.promise, release: async () => this.#release(botId, fence) }
    } catch (error) {
      this.#held.delete(botId)
      throw error
    }
  }

  async load(botId: string): Promise<StoredBot> {
    this.#open('to read')
    const { damage, rows, snapshot } = await this.#batches.ask({ kind: 'load', botId })
    if (damage !== undefined) this.#logger.warn({ botId, damage }, 'the end of a journal could not be read')
    return {
      snapshot: snapshot && { n: snapshot.n, at: snapshot.at, state: JSON.parse(snapshot.text) },
      entries: entriesOf(botId, rows),
      damage,
    }
  }

  /** Entries that a snapshot covers, as far as they are still kept, and those after it. */
  async history(botId: string): Promise<readonly JournalEntry[]> {
    this.#open('to read')
    return entriesOf(botId, await this.#batches.ask({ kind: 'history', botId }))
  }

  async bots(): Promise<readonly string[]> {
    this.#open('to read')
    return await this.#batches.ask({ kind: 'bots' })
  }

  async leftBehind(botId: string): Promise<LeftBehind> {
    if (this.#held.has(botId)) throw whileRun(botId)
    return leftBehindOf(botId, await this.load(botId))
  }

  async lastFill(botId: string): Promise<Fill | undefined> {
    this.#open('to read')
    const row = await this.#batches.ask({ kind: 'lastFill', botId })
    const [entry] = entriesOf(botId, row === undefined ? [] : [row])
    return entry?.type === 'fill' ? entry.fill : undefined
  }

  async append({ botId, fence }: BotLease, entries: readonly JournalEntry[]): Promise<void> {
    this.#check(botId, fence, 'entries')
    const rows = this.#encoded(botId, () => entries.map((entry): Row => [entry.n, encodeEntry(entry)]))
    const size = rows.reduce((sum, [, text]) => sum + text.length, 0)
    this.#checkRoom(botId, size)
    if (rows.length > 0) await this.#batches.ask({ kind: 'append', botId, fence, rows }, size)
  }

  async snapshot({ botId, fence }: BotLease, { at, n, state }: BotSnapshot): Promise<void> {
    this.#check(botId, fence, 'a snapshot')
    const text = this.#encoded(botId, () => jsonText(state, `snapshot of bot "${botId}"`, 'kept'))
    this.#checkRoom(botId, text.length)
    await this.#batches.ask({ kind: 'snapshot', botId, fence, snapshot: { n, at, text } }, text.length)
  }

  async latches(): Promise<readonly Latch[]> {
    this.#open('to read')
    return await this.#batches.ask({ kind: 'latches' })
  }

  async latch(latch: Latch): Promise<void> {
    this.#open('a halt')
    await this.#batches.ask({ kind: 'latch', latch })
  }

  async unlatch(scope: Latch['scope'], id: string): Promise<void> {
    this.#open('the end of a halt')
    await this.#batches.ask({ kind: 'unlatch', scope, id })
  }

  /** Everything given before is settled first. Leases that are still held are lost. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#batches.settled()
    this.#loseAll('the store was closed')
    await this.#writer.close()
  }

  #loseAll(reason: string): void {
    for (const { lose } of this.#held.values()) lose(reason)
    this.#held.clear()
  }

  #release(botId: string, fence: number): void {
    if (this.#held.get(botId)?.fence === fence) this.#held.delete(botId)
  }

  #open(what: string): void {
    if (this.#closing !== undefined) throw new StoreError(what, 'the store is closed')
  }

  #check(botId: string, fence: number, what: string): void {
    this.#open(`${what} of bot "${botId}"`)
    const held = this.#held.get(botId)?.fence
    if (held !== fence) throw new FencedError(botId, fence, held ?? fence)
  }

  #encoded<T>(botId: string, encode: () => T): T {
    try {
      return encode()
    } catch (error) {
      this.#refuse(botId, reportOf(error).message)
      throw error
    }
  }

  #checkRoom(botId: string, size: number): void {
    if (this.#batches.hasRoom(size)) return
    const reason = 'the disk is slower than the bots, and too much waits for it already'
    this.#refuse(botId, reason)
    throw new StoreError(`what bot "${botId}" gave`, reason)
  }

  /** In its place among what was given: what was given before is still kept, what comes after is not. */
  #refuse(botId: string, reason: string): void {
    this.#batches.ask({ kind: 'refuse', botId, reason }).catch((error: unknown) => {
      this.#logger.warn({ botId, error: reportOf(error) }, 'the store has ended')
    })
  }
}

function entriesOf(botId: string, rows: readonly Row[]): readonly JournalEntry[] {
  return rows.map(([n, text]) => {
    try {
      return decodeEntry(text)
    } catch (cause) {
      throw unreadable(botId, n, cause)
    }
  })
}

const unreadable = (botId: string, n: number, cause: unknown): StoreDamagedError =>
  new StoreDamagedError(botId, `entry ${n} cannot be read (${reportOf(cause).message})`, { cause })
