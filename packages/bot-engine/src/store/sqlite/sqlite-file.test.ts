import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { InvalidInputError } from '@md/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notes } from '../../../test/journal-entries.ts'
import { SqliteStage } from '../../../test/sqlite-stage.ts'
import { StoreHeldError, StoreUnusableError } from '../errors.ts'
import { MIGRATIONS } from './schema.ts'

describe('a file that cannot be used', () => {
  let stage: SqliteStage

  beforeEach(async () => {
    stage = await SqliteStage.set()
  })

  afterEach(() => stage.close())

  test('from a newer version is refused and not touched', async () => {
    await (await stage.open()).close()
    stage.sql(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    const before = readFileSync(stage.path)
    await expect(stage.open()).rejects.toThrow(StoreUnusableError)
    await expect(stage.open()).rejects.toThrow(`it has version ${MIGRATIONS.length + 1}, and this program knows`)
    expect(readFileSync(stage.path).equals(before)).toBe(true)
    expect(existsSync(`${stage.path}.holder`)).toBe(false)
  })

  test('from a newer version whose log was not written back is refused', async () => {
    await (await stage.open()).close()
    // A writer that is killed leaves its log behind.
    const writer = `const D = require('libsql'); const d = new D(process.argv[1]);
      d.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99'); process.kill(process.pid, 'SIGKILL')`
    spawnSync(process.execPath, ['-e', writer, stage.path], { cwd: import.meta.dirname })
    expect(existsSync(`${stage.path}-wal`)).toBe(true)
    await expect(stage.open()).rejects.toThrow('it has version 99')
  })

  test('that is no SQLite file is refused and not touched', async () => {
    const text = 'dear diary '.repeat(100)
    writeFileSync(stage.path, text)
    await expect(stage.open()).rejects.toThrow(`${stage.path} cannot be used as a store: it is not a SQLite file`)
    expect(readFileSync(stage.path, 'utf8')).toBe(text)
  })

  test('that is of another program is refused and not touched', async () => {
    stage.sql('CREATE TABLE photos (name TEXT)')
    const before = readFileSync(stage.path)
    await expect(stage.open()).rejects.toThrow('it is the SQLite file of another program')
    expect(readFileSync(stage.path).equals(before)).toBe(true)
  })

  test('that is a folder is refused', async () => {
    mkdirSync(stage.path)
    await expect(stage.open()).rejects.toThrow('it is not a file')
  })

  test('in a folder that is not there is refused', async () => {
    const path = stage.beside('no/where/bots.sqlite')
    await expect(stage.open({ path })).rejects.toThrow(`there is no folder ${stage.beside('no/where')}`)
  })

  test('beside which nothing can be written is refused', async () => {
    mkdirSync(`${stage.path}.lock`)
    await expect(stage.open()).rejects.toThrow('nothing can be written beside it')
  })

  test('whose pages are garbage behind a good header is refused', async () => {
    await (await stage.open()).close()
    const bytes = readFileSync(stage.path)
    bytes.fill(0xee, 100, 4096)
    writeFileSync(stage.path, bytes)
    await expect(stage.open()).rejects.toThrow('the file is damaged')
  })

  test('an empty file is as good as none', async () => {
    writeFileSync(stage.path, '')
    const store = await stage.open()
    expect(await store.latches()).toEqual([])
  })
})

describe.each([true, false])('one executor a file (in a thread: %s)', (inThread) => {
  let stage: SqliteStage

  beforeEach(async () => {
    stage = await SqliteStage.set(inThread)
  })

  afterEach(() => stage.close())

  test('a second one is refused, and told who holds it', async () => {
    await stage.open({ owner: 'executor 1' })
    await expect(stage.open({ owner: 'executor 2' })).rejects.toThrow(StoreHeldError)
    await expect(stage.open()).rejects.toThrow(`is in use by executor 1 (process ${process.pid} on `)
    symlinkSync(stage.path, stage.beside('same'))
    await expect(stage.open({ path: stage.beside('same') })).rejects.toThrow(StoreHeldError)
    expect(JSON.parse(readFileSync(`${stage.path}.holder`, 'utf8'))).toMatchObject({ owner: 'executor 1' })
  })

  test('one that has not told its name holds it as well', async () => {
    await stage.open()
    writeFileSync(`${stage.path}.holder`, '{')
    await expect(stage.open()).rejects.toThrow('another executor that has not told its name')
  })

  test('once it is closed another may have it', async () => {
    await stage.open({ owner: 'executor 1' })
    await stage.reopen({ owner: 'executor 2' })
    await expect(stage.open()).rejects.toThrow('executor 2')
  })

  test('a refused second one does not take the file from the first', async () => {
    const first = await stage.open()
    await expect(stage.open()).rejects.toThrow(StoreHeldError)
    await expect(stage.open()).rejects.toThrow(StoreHeldError)
    const lease = await first.acquire('a')
    await first.append(lease, notes(1, 1))
    expect((await first.load('a')).entries).toEqual(notes(1, 1))
  })
})

test.each(['keepEntries', 'maxBytes', 'maxWaiting'])('%s is a whole number', async (name) => {
  const stage = await SqliteStage.set()
  await expect(stage.open({ [name]: -1 })).rejects.toThrow(InvalidInputError)
  await expect(stage.open({ [name]: 1.5 })).rejects.toThrow(name)
  await stage.close()
})
