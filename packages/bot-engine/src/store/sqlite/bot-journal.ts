import type Database from 'libsql'
import { FencedError, StoreDamagedError, StoreError } from '../errors.ts'
import { afterRefusal, checkNotBefore, lastNumber } from '../keeping.ts'
import { isGood, type JournalRow, type ReadRows, readRows, rowChecksum } from './bot-rows.ts'
import type { BotRows, Row, SnapshotRow } from './job.ts'

/** Where the journal of a bot stands. */
interface Head {
  readonly fence: number
  readonly n: number
  readonly row: number
  /** There are bad rows behind it. */
  readonly isDamaged: boolean
}

/** With the last row that it covers. */
interface CoveringSnapshot extends SnapshotRow {
  readonly row: number
}

/** The bots' part of the file. Each call belongs to a transaction of the caller's. */
export class BotJournal {
  readonly #sql: ReturnType<typeof statements>
  readonly #keepEntries: number
  readonly #heads = new Map<string, Head>()
  #refused = new Map<string, string>()
  #refusedBefore = new Map<string, string>()

  constructor(database: Database.Database, keepEntries: number) {
    this.#sql = statements(database)
    this.#keepEntries = keepEntries
  }

  begin(): void {
    this.#refusedBefore = new Map(this.#refused)
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#heads.clear()
    this.#refused = this.#refusedBefore
  }

  /** Nothing of the bot is kept until it is loaded again. */
  refuse(botId: string, reason: string): void {
    this.#refused.set(botId, reason)
  }

  acquire(botId: string): number {
    this.#sql.raiseFence.run(botId)
    this.#heads.delete(botId)
    return this.#fence(botId)
  }

  load(botId: string): BotRows {
    const { rows, snapshot, damage } = this.#read(botId)
    this.#refused.delete(botId)
    return { rows, damage, snapshot: snapshot && { n: snapshot.n, at: snapshot.at, text: snapshot.text } }
  }

  /** Everything that is still there, whether a snapshot covers it or not. */
  history(botId: string): readonly Row[] {
    const rows = this.#rowsAfter(botId, -1)
    const first = rows[0]
    return first === undefined ? [] : readRows(botId, rows, { n: -1, row: first[1] - 1 }).rows
  }

  bots(): readonly string[] {
    return (this.#sql.bots.all() as readonly [string][]).map(([id]) => id)
  }

  /** Covered by a snapshot or not. A row that cannot be read tells nothing. */
  lastFill(botId: string): Row | undefined {
    const found = this.#sql.lastFill.get(botId) as JournalRow | undefined
    return found !== undefined && isGood(botId, found) ? [found[0], found[2]] : undefined
  }

  append(botId: string, fence: number, rows: readonly Row[]): void {
    const head = this.#checkedHead(botId, fence, 'entries')
    lastNumber(
      botId,
      head.n,
      rows.map(([n]) => ({ n })),
    )
    let { n, row } = this.#clearDamage(botId, head)
    for (const [number, text] of rows) {
      n = number
      row += 1
      this.#sql.insert.run(botId, n, row, text, rowChecksum(botId, n, row, text))
    }
    this.#heads.set(botId, { fence: head.fence, n, row, isDamaged: false })
  }

  snapshot(botId: string, fence: number, { at, n, text }: SnapshotRow): void {
    const checked = this.#checkedHead(botId, fence, 'a snapshot')
    const before = this.#snapshotOf(botId)
    checkNotBefore(botId, before?.n, n)
    const head = this.#clearDamage(botId, checked)
    const row = rowUpTo(this.#sql.lastUpTo.get(botId, n)) ?? before?.row ?? 0
    this.#sql.replaceSnapshot.run(botId, n, at, row, text, snapshotChecksum(botId, { n, at, row, text }))
    this.#drop(botId, row)
    this.#heads.set(botId, { ...head, n: Math.max(head.n, n) })
  }

  /** Rows up to `row` are covered by a snapshot; the latest of them are kept for who asks later what happened. */
  #drop(botId: string, row: number): void {
    const first = rowUpTo(this.#sql.first.get(botId))
    if (first === undefined) return
    const count = row - this.#keepEntries - first + 1
    if (count > 0) this.#sql.dropFirst.run(botId, botId, count - 1)
  }

  /** Bad rows leave the journal before new ones follow the good, and are kept aside. */
  #clearDamage(botId: string, head: Head): Head {
    if (!head.isDamaged) return head
    this.#sql.setAside.run(botId, head.n)
    this.#sql.removeAfter.run(botId, head.n)
    return { ...head, isDamaged: false }
  }

  #checkedHead(botId: string, fence: number, what: string): Head {
    const head = this.#heads.get(botId) ?? this.#read(botId).head
    if (fence !== head.fence) throw new FencedError(botId, fence, head.fence)
    const refused = this.#refused.get(botId)
    if (refused !== undefined) throw new StoreError(`${what} of bot "${botId}"`, afterRefusal(refused))
    return head
  }

  #read(botId: string): ReadRows & { readonly snapshot: CoveringSnapshot | undefined; readonly head: Head } {
    const snapshot = this.#snapshotOf(botId)
    const after = { n: snapshot?.n ?? -1, row: snapshot?.row ?? 0 }
    const read = readRows(botId, this.#rowsAfter(botId, after.n), after)
    const head = { fence: this.#fence(botId), n: read.n, row: read.row, isDamaged: read.damage !== undefined }
    this.#heads.set(botId, head)
    return { ...read, snapshot, head }
  }

  #fence(botId: string): number {
    return rowUpTo(this.#sql.fence.get(botId)) ?? 0
  }

  #rowsAfter(botId: string, n: number): readonly JournalRow[] {
    return this.#sql.rowsAfter.all(botId, n) as readonly JournalRow[]
  }

  #snapshotOf(botId: string): CoveringSnapshot | undefined {
    const found = this.#sql.snapshot.get(botId) as readonly [number, number, number, string, number] | undefined
    if (found === undefined) return undefined
    const [n, at, row, text, checksum] = found
    if (snapshotChecksum(botId, { n, at, row, text }) === checksum) return { n, at, row, text }
    throw new StoreDamagedError(botId, `its snapshot at entry ${n} does not match its checksum`)
  }
}

const snapshotChecksum = (botId: string, { at, n, row, text }: CoveringSnapshot): number =>
  rowChecksum(`${botId}\0${at}`, n, row, text)

const rowUpTo = (found: unknown): number | undefined => (Array.isArray(found) ? Number(found[0]) : undefined)

const statements = (database: Database.Database) => ({
  raiseFence: database.prepare(
    'INSERT INTO bots (id, fence) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET fence = fence + 1',
  ),
  fence: database.prepare('SELECT fence FROM bots WHERE id = ?').raw(),
  bots: database.prepare('SELECT id FROM bots ORDER BY id').raw(),
  // The first `type` of a row is the entry's own: what is before it are numbers.
  lastFill: database
    .prepare(
      `SELECT n, row, entry, checksum FROM journal WHERE bot = ? AND
       substr(entry, instr(entry, '"type":"'), 14) = '"type":"fill",' ORDER BY n DESC LIMIT 1`,
    )
    .raw(),
  rowsAfter: database.prepare('SELECT n, row, entry, checksum FROM journal WHERE bot = ? AND n > ? ORDER BY n').raw(),
  first: database.prepare('SELECT row FROM journal WHERE bot = ? ORDER BY n LIMIT 1').raw(),
  lastUpTo: database.prepare('SELECT row FROM journal WHERE bot = ? AND n <= ? ORDER BY n DESC LIMIT 1').raw(),
  insert: database.prepare('INSERT INTO journal (bot, n, row, entry, checksum) VALUES (?, ?, ?, ?, ?)'),
  dropFirst: database.prepare(
    'DELETE FROM journal WHERE bot = ? AND n <= (SELECT n FROM journal WHERE bot = ? ORDER BY n LIMIT 1 OFFSET ?)',
  ),
  setAside: database.prepare(
    'INSERT INTO damaged SELECT bot, n, row, entry, checksum FROM journal WHERE bot = ? AND n > ?',
  ),
  removeAfter: database.prepare('DELETE FROM journal WHERE bot = ? AND n > ?'),
  snapshot: database.prepare('SELECT n, at, row, state, checksum FROM snapshots WHERE bot = ?').raw(),
  replaceSnapshot: database.prepare(
    'INSERT OR REPLACE INTO snapshots (bot, n, at, row, state, checksum) VALUES (?, ?, ?, ?, ?, ?)',
  ),
})
