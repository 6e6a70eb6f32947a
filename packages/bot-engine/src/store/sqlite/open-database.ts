import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { reportOf } from '@md/types'
import Database from 'libsql'
import { StoreUnusableError } from '../errors.ts'
import { sqlReason, unusable } from './failure.ts'
import type { WriterOptions } from './job.ts'
import { APPLICATION_ID, MIGRATIONS, migrate } from './schema.ts'

const MAGIC = 'SQLite format 3\0'
const BUSY_MS = 5000
/** 16 MiB of log: writing it back to the file is waited for by few, and costs hundreds of bots the same as one. */
const CHECKPOINT_PAGES = 4096

/** @throws StoreUnusableError for what is there and no file; nothing may be there yet */
export function checkPlace(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found !== undefined && !found.isFile()) throw new StoreUnusableError(path, 'it is not a file')
}

/**
 * Opens the store's file, makes it where it is missing and brings it to this version.
 * Call it with the store's lock held: reading the file would give up SQLite's own locks on it.
 * @throws StoreUnusableError; then the file is as it was
 */
export function openDatabase(options: WriterOptions): Database.Database {
  const { path } = options
  checkHeader(path)
  const database = new Database(path)
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    const version = checkVersion(database, path)
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    database.exec(`PRAGMA synchronous = ${options.synchronous}`)
    migrate(database, version)
    if (options.maxBytes !== undefined) limitSize(database, options.maxBytes)
    return database
  } catch (cause) {
    database.close()
    if (cause instanceof StoreUnusableError) throw cause
    throw unusable(path, sqlReason(cause), cause)
  }
}

/** One whole number that a pragma or a query tells. */
export function numberFrom(database: Database.Database, sql: string): number {
  const row = database.prepare(sql).raw().get()
  return Array.isArray(row) ? Number(row[0]) : 0
}

/** The first bytes say already what they are: SQLite would tidy up a file that is not ours to touch. */
function checkHeader(path: string): void {
  const header = headerOf(path)
  if (header === undefined || header.length === 0) return
  if (header.length < 100 || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StoreUnusableError(path, 'it is not a SQLite file')
  }
  const [version, application] = [header.readUInt32BE(60), header.readUInt32BE(68)]
  // Neither is set while the first version is still in the file's log.
  if (version !== 0 || application !== 0) checkNumbers(path, version, application)
}

function headerOf(path: string): Buffer | undefined {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined
  try {
    const file = openSync(path, 'r+')
    try {
      const header = Buffer.alloc(100)
      return header.subarray(0, readSync(file, header))
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw unusable(path, `it cannot be opened for writing (${reportOf(cause).message})`, cause)
  }
}

function checkVersion(database: Database.Database, path: string): number {
  const version = numberFrom(database, 'PRAGMA user_version')
  if (numberFrom(database, 'SELECT count(*) FROM sqlite_master') === 0) return 0
  checkNumbers(path, version, numberFrom(database, 'PRAGMA application_id'))
  return version
}

function checkNumbers(path: string, version: number, application: number): void {
  if (application !== APPLICATION_ID) throw new StoreUnusableError(path, 'it is the SQLite file of another program')
  if (version <= MIGRATIONS.length) return
  throw new StoreUnusableError(
    path,
    `it has version ${version}, and this program knows versions up to ${MIGRATIONS.length}: run the newer program, or use another file`,
  )
}

function limitSize(database: Database.Database, maxBytes: number): void {
  const pages = Math.floor(maxBytes / numberFrom(database, 'PRAGMA page_size'))
  database.exec(`PRAGMA max_page_count = ${pages}`)
}
