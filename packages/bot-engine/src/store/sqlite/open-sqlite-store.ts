import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { systemClock } from '@md/runtime'
import { type Clock, InvalidInputError, type Logger } from '@md/types'
import { StoreUnusableError } from '../errors.ts'
import type { WriterOptions } from './job.ts'
import { SqliteStore } from './sqlite-store.ts'
import { ThreadWriter } from './thread-writer.ts'

export interface SqliteStoreOptions {
  /** Made where it is missing; its folder has to be there. Not on a network drive: locks there cannot be relied on. */
  readonly path: string
  /** Who opens it, as whoever comes second is told: `executor on port 8080`. */
  readonly owner: string
  readonly logger: Logger
  readonly clock?: Clock
  /**
   * `full`: what was acknowledged survives the machine losing power. `normal`: it survives the process being killed,
   * and is several times as fast. Default `full`.
   */
  readonly synchronous?: 'full' | 'normal'
  /** Entries of a bot that are kept for `history` once a snapshot covers them. Default 10000. */
  readonly keepEntries?: number
  /** Upper bound of the file without its log. Default: the disk's. */
  readonly maxBytes?: number
  /** Characters of entries that may wait for the disk. Default 64 Mi. */
  readonly maxWaiting?: number
}

/** @throws StoreHeldError naming who has it open, StoreUnusableError saying why the file cannot be used */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { logger, maxWaiting = 64 * 1024 * 1024, owner } = options
  const writer = await ThreadWriter.open(writerOptions(options))
  return new SqliteStore({ writer, logger, maxWaiting, owner })
}

export function writerOptions(options: SqliteStoreOptions): WriterOptions {
  const { clock = systemClock, keepEntries = 10_000, maxBytes, owner, synchronous = 'full' } = options
  checkCount('keepEntries', keepEntries)
  checkCount('maxBytes', maxBytes)
  checkCount('maxWaiting', options.maxWaiting)
  return { path: onePath(options.path), owner, since: clock.now(), synchronous, keepEntries, maxBytes }
}

/** The same file has one name, and so one lock. */
function onePath(path: string): string {
  if (existsSync(path)) return realpathSync(path)
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) throw new StoreUnusableError(path, `there is no folder ${folder}: make it, or name another`)
  return join(realpathSync(folder), basename(path))
}

function checkCount(what: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return
  throw new InvalidInputError(what, value, 'it is a whole number, and not negative')
}
