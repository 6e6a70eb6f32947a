import { expect, test } from 'vitest'
import { FencedError, StoreDamagedError, StoreError, StoreHeldError, StoreUnusableError } from '../errors.ts'
import { errorOf, failureOf, isFatal, sqlReason } from './failure.ts'

test.each([
  new StoreError('entries', 'closed'),
  new FencedError('a', 1, 2),
  new FencedError('a', 1, 1),
  new StoreHeldError('/x', 'executor 1'),
  new StoreUnusableError('/x', 'it is a folder'),
  new StoreDamagedError('a', 'row 3 is missing'),
])('an error comes out of the thread as it went in: %s', (error) => {
  const back = errorOf(structuredClone(failureOf(error, 'something else')))
  expect(back).toEqual(error)
  expect(back).toBeInstanceOf(error.constructor)
})

const sqlError = (code: string) => Object.assign(new Error('as SQLite says'), { code })

test.each([
  ['SQLITE_FULL', 'make room'],
  ['SQLITE_READONLY_DBMOVED', 'the file cannot be written (as SQLite says)'],
  ['SQLITE_BUSY', 'another program'],
  ['SQLITE_IOERR_FSYNC', 'nothing more is written before a restart'],
  ['SQLITE_CORRUPT_VTAB', 'restore it from a copy'],
  ['SQLITE_NOTADB', 'restore it from a copy'],
  ['SQLITE_TOOBIG', 'as SQLite says'],
])('%s is told with the way out', (code, wayOut) => {
  expect(sqlReason(sqlError(code))).toContain(wayOut)
  expect(errorOf(failureOf(sqlError(code), 'entries of bot "a"')).message).toContain(
    'the store refused entries of bot "a"',
  )
})

test.each([
  ['SQLITE_IOERR_FSYNC', true],
  ['SQLITE_CORRUPT', true],
  ['SQLITE_NOTADB', true],
  ['SQLITE_FULL', false],
  ['SQLITE_TOOBIG', false],
])('after %s nothing more is written: %s', (code, fatal) => {
  expect(isFatal(sqlError(code))).toBe(fatal)
})

test('what is no error of SQLite is told as it is', () => {
  expect(isFatal(new Error('SQLITE_CORRUPT'))).toBe(false)
  expect(sqlReason(new TypeError('x is not a function'))).toBe('x is not a function')
})
