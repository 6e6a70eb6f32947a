import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import Database from 'libsql'
import { FileWriter } from '../src/store/sqlite/file-writer.ts'
import { openSqliteStore, type SqliteStoreOptions, writerOptions } from '../src/store/sqlite/open-sqlite-store.ts'
import { SqliteStore } from '../src/store/sqlite/sqlite-store.ts'

export type Opening = Partial<SqliteStoreOptions>

/** A folder of its own, and stores in it. */
export class SqliteStage {
  readonly path: string
  readonly #folder: string
  readonly #stores: SqliteStore[] = []
  readonly #inThread: boolean

  private constructor(folder: string, inThread: boolean) {
    this.#folder = folder
    this.#inThread = inThread
    this.path = join(folder, 'bots.sqlite')
  }

  /** `inThread` false: the writer works in this thread, where faults can be made and coverage is seen. */
  static async set(inThread = false): Promise<SqliteStage> {
    return new SqliteStage(await mkdtemp(join(tmpdir(), 'bots-')), inThread)
  }

  beside(name: string): string {
    return join(this.#folder, name)
  }

  async open(opening: Opening = {}): Promise<SqliteStore> {
    const options = this.#options(opening)
    const { maxWaiting = 1_000_000, owner } = options
    const store = this.#inThread
      ? await openSqliteStore(options)
      : new SqliteStore({ writer: this.writer(opening), logger: options.logger, maxWaiting, owner })
    this.#stores.push(store)
    return store
  }

  writer(opening: Opening = {}): FileWriter {
    return new FileWriter(writerOptions(this.#options(opening)))
  }

  async reopen(opening: Opening = {}): Promise<SqliteStore> {
    await this.closeStores()
    return this.open(opening)
  }

  /** Past the store, as a disk or a curious person would. */
  sql(statements: string): void {
    const database = new Database(this.path)
    database.exec(statements)
    database.close()
  }

  query(sql: string): readonly unknown[] {
    const database = new Database(this.path)
    const rows = database.prepare(sql).raw().all()
    database.close()
    return rows
  }

  /** Fills the first page of a table with garbage. */
  spoil(table: string): void {
    const [row] = this.query(`SELECT rootpage FROM sqlite_master WHERE name = '${table}'`)
    const bytes = readFileSync(this.path)
    const page = Number(Array.isArray(row) ? row[0] : 0)
    const size = bytes.readUInt16BE(16)
    bytes.fill(0xee, (page - 1) * size, page * size)
    writeFileSync(this.path, bytes)
  }

  async closeStores(): Promise<void> {
    for (const store of this.#stores.splice(0)) await store.close()
  }

  async close(): Promise<void> {
    await this.closeStores()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #options(opening: Opening): SqliteStoreOptions {
    return { path: this.path, owner: 'a test', logger: silentLogger, clock: new ManualClock(), ...opening }
  }
}
