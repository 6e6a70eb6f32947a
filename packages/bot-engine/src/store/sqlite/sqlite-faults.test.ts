import { silentLogger } from '@md/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aNote, notes } from '../../../test/journal-entries.ts'
import { type Opening, SqliteStage } from '../../../test/sqlite-stage.ts'
import { StoreDamagedError, StoreError } from '../errors.ts'
import type { BotLease } from '../store.ts'
import type { SqliteStore } from './sqlite-store.ts'

let stage: SqliteStage

beforeEach(async () => {
  stage = await SqliteStage.set()
})

afterEach(() => stage.close())

async function begun(opening: Opening = {}): Promise<{ store: SqliteStore; lease: BotLease }> {
  const store = await stage.open(opening)
  return { store, lease: await store.acquire('a') }
}

/** A bot with five entries, and something done to the file since. */
async function damaged(sql: string, opening: Opening = {}): Promise<SqliteStore> {
  const { lease, store } = await begun()
  await store.append(lease, notes(1, 5))
  await stage.closeStores()
  stage.sql(sql)
  return stage.open(opening)
}

describe('a damaged journal', () => {
  test.each([
    ['a changed text', "UPDATE journal SET entry = replace(entry, 'note 4', 'note 5') WHERE n = 4"],
    ['a changed number', 'UPDATE journal SET n = 6 WHERE n = 5; UPDATE journal SET n = 7 WHERE n = 4'],
    ['a changed place', 'UPDATE journal SET row = 40 WHERE n = 4'],
    [
      'a changed owner',
      "DELETE FROM journal WHERE bot = 'a' AND n = 4; UPDATE journal SET bot = 'a', n = 4 WHERE bot = 'b'",
    ],
    ['a cut text', 'UPDATE journal SET entry = substr(entry, 1, 10) WHERE n = 4'],
  ])('whose last rows have %s gives back what is good, and says what is not', async (_what, sql) => {
    const warnings: unknown[] = []
    const other = await stage.open()
    await other.append(await other.acquire('b'), notes(4, 4))
    await stage.closeStores()
    const all = `${sql}; UPDATE journal SET checksum = 0 WHERE bot = 'a' AND row = 5`
    const store = await damaged(all, { logger: { ...silentLogger, warn: (fields) => warnings.push(fields) } })
    const { damage, entries } = await store.load('a')
    expect(entries).toEqual(notes(1, 3))
    expect(damage).toMatch(/entry \d \(row \d+\) does not match its checksum: the last 2 rows of bot "a" were left out/)
    expect(warnings).toEqual([{ botId: 'a', damage }])
  })

  test('tells its damage until something is kept behind what is good; the bad rows are put aside', async () => {
    const store = await damaged('UPDATE journal SET checksum = 0 WHERE n > 3')
    const lease = await store.acquire('a')
    expect((await store.load('a')).damage).toBeDefined()
    expect((await store.load('a')).damage).toBeDefined()
    await store.append(lease, [aNote(4, 'another')])
    const again = await stage.reopen()
    expect(await again.load('a')).toEqual({
      snapshot: undefined,
      entries: [...notes(1, 3), aNote(4, 'another')],
      damage: undefined,
    })
    expect(stage.query('SELECT n FROM damaged ORDER BY n')).toEqual([[4], [5]])
  })

  test('is put aside by a snapshot as well', async () => {
    const store = await damaged('UPDATE journal SET checksum = 0 WHERE n > 3')
    const lease = await store.acquire('a')
    await store.snapshot(lease, { n: 4, at: 1, state: 'x' })
    await store.append(lease, notes(5, 5))
    const { damage, entries } = await (await stage.reopen()).load('a')
    expect([damage, entries]).toEqual([undefined, notes(5, 5)])
  })

  test.each([
    [
      'UPDATE journal SET checksum = 0 WHERE n = 2',
      'entry 2 (row 2) does not match its checksum, and 3 good rows follow',
    ],
    ['DELETE FROM journal WHERE n = 3', 'row 3 is missing, before entry 4'],
    ['DELETE FROM journal WHERE n = 1', 'row 1 is missing, before entry 2'],
  ])('with a good end is an error that names the row: %s', async (sql, message) => {
    const store = await damaged(sql)
    await expect(store.load('a')).rejects.toThrow(StoreDamagedError)
    await expect(store.load('a')).rejects.toThrow(message)
    const lease = await store.acquire('a')
    await expect(store.append(lease, notes(6, 6))).rejects.toThrow(message)
  })

  test('of one bot does not touch another', async () => {
    const store = await damaged('UPDATE journal SET checksum = 0 WHERE n = 2')
    const other = await store.acquire('b')
    const outcomes = await Promise.allSettled([store.load('a'), store.append(other, notes(1, 1))])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  test('a snapshot that was changed is an error', async () => {
    const { lease, store } = await begun()
    await store.snapshot(lease, { n: 4, at: 1, state: { money: 1 } })
    await stage.closeStores()
    stage.sql("UPDATE snapshots SET state = replace(state, '1', '9')")
    await expect((await stage.open()).load('a')).rejects.toThrow('its snapshot at entry 4 does not match its checksum')
  })

  test('an entry of a kind that this program does not know is an error', async () => {
    const { lease, store } = await begun()
    await store.append(lease, [{ ...aNote(1), type: 'dance' } as never])
    await expect(store.load('a')).rejects.toThrow('entry 1 cannot be read')
  })
})

describe('a full disk', () => {
  const long = 'x'.repeat(20_000)
  const full = { maxBytes: 200_000 }

  /** Appends until one is refused. Returns how many were kept. */
  async function fill(store: SqliteStore, lease: BotLease): Promise<number> {
    for (let n = 1; n < 100; n++) {
      try {
        await store.append(lease, [aNote(n, long)])
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError)
        expect(String(error)).toContain('is full: make room, then load the bot again')
        return n - 1
      }
    }
    throw new Error('there was room for everything')
  }

  test('refuses, keeps what was acknowledged, and goes on when there is room', async () => {
    const { lease, store } = await begun(full)
    const kept = await fill(store, lease)
    expect(kept).toBeGreaterThan(2)
    await expect(store.append(lease, [aNote(99, 'small')])).rejects.toThrow('something before it was refused')
    expect((await store.load('a')).entries).toHaveLength(kept)
    await store.append(lease, [aNote(99, 'small')])

    const roomy = await stage.reopen()
    const { entries } = await roomy.load('a')
    expect(entries.map(({ n }) => n)).toEqual([...Array.from({ length: kept }, (_, i) => i + 1), 99])
    const next = await roomy.acquire('a')
    await roomy.append(next, [aNote(100, long)])
  })

  test('what fits is kept though it was given together with what does not', async () => {
    const { lease, store } = await begun(full)
    const other = await store.acquire('b')
    const outcomes = await Promise.allSettled([
      store.append(other, notes(1, 1)),
      store.append(lease, [aNote(200, long.repeat(20))]),
      store.append(lease, notes(201, 201)),
      store.append(other, notes(2, 2)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect((await store.load('b')).entries).toEqual(notes(1, 2))
  })
})

test('a disk that is slower than the bots refuses what does not fit into memory', async () => {
  const { lease, store } = await begun({ maxWaiting: 1000 })
  const outcomes = await Promise.allSettled(notes(1, 30).map((entry) => store.append(lease, [entry])))
  const kept = outcomes.filter(({ status }) => status === 'fulfilled').length
  expect(kept).toBeGreaterThan(1)
  expect(outcomes.slice(kept).every(({ status }) => status === 'rejected')).toBe(true)
  expect((await store.load('a')).entries).toEqual(notes(1, kept))
  await store.append(lease, notes(31, 31))
})

test('one entry larger than what may wait is still kept', async () => {
  const { lease, store } = await begun({ maxWaiting: 10 })
  await store.append(lease, notes(1, 1))
})

test('after a damaged page nothing more is written', async () => {
  const { lease, store } = await begun()
  await store.append(lease, notes(1, 5))
  await stage.closeStores()
  stage.spoil('latches')
  const again = await stage.open()
  const next = await again.acquire('a')
  await expect(again.latches()).rejects.toThrow('the file is damaged')
  await expect(again.append(next, notes(6, 6))).rejects.toThrow('the file is damaged')
})

test('what waits together becomes one transaction', async () => {
  const { lease, store } = await begun()
  const before = store.counts
  await Promise.all(notes(1, 500).map((entry) => store.append(lease, [entry])))
  const { batches, jobs, waiting } = store.counts
  expect([jobs - before.jobs, waiting]).toEqual([500, 0])
  expect(batches - before.batches).toBeLessThan(5)
})

test('a snapshot drops entries, but for the latest, and history tells what is kept', async () => {
  const { lease, store } = await begun({ keepEntries: 10 })
  await store.append(lease, notes(1, 100))
  expect(await store.history('a')).toEqual(notes(1, 100))
  await store.snapshot(lease, { n: 90, at: 1, state: 1 })
  expect(await store.history('a')).toEqual(notes(81, 100))
  await store.snapshot(lease, { n: 100, at: 1, state: 1 })
  await store.append(lease, notes(101, 102))
  expect(await store.history('a')).toEqual(notes(91, 102))
  expect(await store.load('a')).toMatchObject({ snapshot: { n: 100 }, entries: notes(101, 102) })
  expect(await store.history('nobody')).toEqual([])
})

test('with nothing kept for later, rows are still counted on', async () => {
  const { lease, store } = await begun({ keepEntries: 0 })
  await store.append(lease, notes(1, 10))
  await store.snapshot(lease, { n: 10, at: 1, state: 1 })
  expect(await store.history('a')).toEqual([])
  const again = await stage.reopen({ keepEntries: 0 })
  const next = await again.acquire('a')
  await again.append(next, notes(11, 12))
  await again.snapshot(next, { n: 11, at: 1, state: 2 })
  expect((await (await stage.reopen()).load('a')).entries).toEqual(notes(12, 12))
})

test.each(['', 'a\0b'])('a bot cannot be called %j', async (botId) => {
  const { store } = await begun()
  await expect(store.acquire(botId)).rejects.toThrow('bot id')
})
