import { type MdError, reportOf } from '@md/types'
import { FencedError, StoreDamagedError, StoreError, StoreHeldError, StoreUnusableError } from '../errors.ts'
import type { Failure } from './job.ts'

/** An error on its way to another thread. `what`: what was being done, for errors that are not the store's own. */
export function failureOf(error: unknown, what: string): Failure {
  const { code, context } = reportOf(error)
  const text = (name: string): string => String(context[name])
  switch (code) {
    case 'STORE_REFUSED':
      return { error: 'store', what: text('what'), reason: text('reason') }
    case 'LEASE_FENCED':
      return {
        error: 'fenced',
        botId: text('botId'),
        fence: Number(context['fence']),
        latest: Number(context['latest']),
      }
    case 'STORE_HELD':
      return { error: 'held', path: text('path'), holder: text('holder') }
    case 'STORE_UNUSABLE':
      return { error: 'unusable', path: text('path'), reason: text('reason') }
    case 'STORE_DAMAGED':
      return { error: 'damaged', botId: text('botId'), what: text('what') }
    default:
      return { error: 'store', what, reason: sqlReason(error) }
  }
}

/** And come out there. */
export function errorOf(failure: Failure): MdError {
  switch (failure.error) {
    case 'store':
      return new StoreError(failure.what, failure.reason)
    case 'fenced':
      return new FencedError(failure.botId, failure.fence, failure.latest)
    case 'held':
      return new StoreHeldError(failure.path, failure.holder)
    case 'unusable':
      return new StoreUnusableError(failure.path, failure.reason)
    case 'damaged':
      return new StoreDamagedError(failure.botId, failure.what)
  }
}

export const unusable = (path: string, reason: string, cause: unknown): StoreUnusableError =>
  new StoreUnusableError(path, reason, { cause })

/** What SQLite said, with the way out where there is one. */
export function sqlReason(error: unknown): string {
  const message = reportOf(error).message
  switch (sqlCode(error).split('_')[1]) {
    case 'FULL':
      return 'the disk, or the limit of the file, is full: make room, then load the bot again'
    case 'READONLY':
      return `the file cannot be written (${message})`
    case 'BUSY':
      return 'another program has been writing to the file for seconds: close it'
    case 'IOERR':
      return `the disk failed (${message}): nothing more is written before a restart`
    case 'CORRUPT':
    case 'NOTADB':
      return `the file is damaged (${message}): restore it from a copy`
    default:
      return message
  }
}

/** After these nobody knows what is on the disk: to go on would build on it. */
export const isFatal = (error: unknown): boolean => /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(sqlCode(error))

const sqlCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
