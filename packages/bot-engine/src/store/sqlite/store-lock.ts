import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import Database from 'libsql'
import { StoreHeldError } from '../errors.ts'
import { sqlReason, unusable } from './failure.ts'
import type { WriterOptions } from './job.ts'

/** Held until it is given back, or the process ends in whatever way: the kernel lets go of it then. */
export interface StoreLock {
  release(): void
}

/**
 * One executor a file. The lock is SQLite's own, on a file beside the store that nobody ever opens otherwise: to close
 * a second handle of a locked file gives the lock up.
 * @throws StoreHeldError naming who holds it
 */
export function lockStore({ owner, path, since }: WriterOptions): StoreLock {
  const lock = openLock(path)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (isBusy(cause)) throw held(path, cause)
    throw unusable(path, `its lock ${path}.lock: ${sqlReason(cause)}`, cause)
  }
  writeFileSync(holderPath(path), `${JSON.stringify({ owner, pid: process.pid, host: hostname(), since })}\n`)
  return {
    release: () => {
      rmSync(holderPath(path), { force: true })
      lock.close()
    },
  }
}

const holderPath = (path: string): string => `${path}.holder`

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'

function openLock(path: string): Database.Database {
  try {
    return new Database(`${path}.lock`)
  } catch (cause) {
    throw unusable(path, `nothing can be written beside it (${sqlReason(cause)})`, cause)
  }
}

const held = (path: string, cause: unknown): StoreHeldError => new StoreHeldError(path, holderOf(path), { cause })

function holderOf(path: string): string {
  try {
    const { host, owner, pid } = JSON.parse(readFileSync(holderPath(path), 'utf8'))
    return `${String(owner)} (process ${String(pid)} on ${String(host)})`
  } catch {
    // Between taking the lock and telling its name, or removed by hand: the lock counts, the name is a courtesy.
    return 'another executor that has not told its name'
  }
}
