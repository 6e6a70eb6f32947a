import Database from 'libsql'
import { expect, test } from 'vitest'
import { numberFrom } from './open-database.ts'
import { APPLICATION_ID, MIGRATIONS, migrate } from './schema.ts'

const tables = (database: Database.Database) =>
  numberFrom(database, 'SELECT count(*) FROM sqlite_master WHERE rootpage > 0')

test('a new file becomes the newest version, and says whose it is', () => {
  const database = new Database(':memory:')
  migrate(database, 0)
  expect(numberFrom(database, 'PRAGMA user_version')).toBe(MIGRATIONS.length)
  expect(numberFrom(database, 'PRAGMA application_id')).toBe(APPLICATION_ID)
  migrate(database, MIGRATIONS.length)
})

test('steps that were made are not made again, and one that fails leaves nothing of itself', () => {
  const database = new Database(':memory:')
  const steps = ['CREATE TABLE a (x);', 'CREATE TABLE b (x);', 'CREATE TABLE c (x); CREATE TABLE a (x);']
  migrate(database, 0, steps.slice(0, 1))
  expect(() => migrate(database, 1, steps)).toThrow('already exists')
  expect(numberFrom(database, 'PRAGMA user_version')).toBe(2)
  expect(tables(database)).toBe(2)
})
