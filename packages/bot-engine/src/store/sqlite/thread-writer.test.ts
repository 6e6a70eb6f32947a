import { silentLogger } from '@md/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { notes } from '../../../test/journal-entries.ts'
import { SqliteStage } from '../../../test/sqlite-stage.ts'
import { StoreError } from '../errors.ts'
import { writerOptions } from './open-sqlite-store.ts'
import { SqliteStore } from './sqlite-store.ts'
import { ThreadWriter } from './thread-writer.ts'

let stage: SqliteStage

beforeEach(async () => {
  stage = await SqliteStage.set()
})

afterEach(() => stage.close())

const opened = () => ThreadWriter.open(writerOptions({ path: stage.path, owner: 'a test', logger: silentLogger }))

/** No jobs at all: a mistake that nothing in the thread expects. */
const breakThread = (writer: ThreadWriter) => writer.run(undefined as never)

test('a thread that fails is told once, with what was due, and answers nothing any more', async () => {
  const writer = await opened()
  const reasons: string[] = []
  writer.onEnd((reason) => reasons.push(reason))
  await expect(breakThread(writer)).rejects.toThrow('its thread failed')
  await expect(writer.run([{ kind: 'latches' }])).rejects.toThrow(StoreError)
  await writer.close()
  expect(reasons).toEqual([expect.stringContaining('its thread failed')])
})

test('a thread that ends takes the leases with it; what was kept is there for the next', async () => {
  const writer = await opened()
  const logged: object[] = []
  const logger = {
    ...silentLogger,
    error: (fields: object) => logged.push(fields),
    warn: (fields: object) => logged.push(fields),
  }
  const store = new SqliteStore({ writer, logger, maxWaiting: 1000, owner: 'a test' })
  const lease = await store.acquire('a')
  await store.append(lease, notes(1, 2))
  await expect(breakThread(writer)).rejects.toThrow()
  expect(await lease.lost).toContain('its thread failed')
  await expect(store.load('a')).rejects.toThrow('its thread failed')
  await expect(store.append(lease, notes(3, 3))).rejects.toThrow('no longer holds')
  await expect(store.acquire('a')).rejects.toThrow('its thread failed')
  await store.close()
  expect(logged).toHaveLength(1)
  expect((await (await stage.open()).load('a')).entries).toEqual(notes(1, 2))
})

test('a closed thread is not told as one that failed', async () => {
  const writer = await opened()
  const reasons: string[] = []
  writer.onEnd((reason) => reasons.push(reason))
  await writer.close()
  await expect(writer.run([{ kind: 'latches' }])).rejects.toThrow('its thread ended')
  expect(reasons).toEqual([])
})
