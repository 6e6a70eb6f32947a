import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aNote, notes } from '../../test/journal-entries.ts'
import { encodeEntry } from './codec.ts'
import type { JournalEntry } from './entry.ts'
import { type JournalFileOptions, openJournalFile } from './journal-file.ts'
import { readJournal } from './read-journal.ts'

let folder: string
let clock: ManualClock

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
  clock = new ManualClock()
})

afterEach(() => rm(folder, { recursive: true }))

const open = (options: Partial<JournalFileOptions> = {}) =>
  openJournalFile({ folder, clock, logger: silentLogger, ...options })

async function read(path = folder) {
  const reading = readJournal(path)
  const entries: JournalEntry[] = []
  for await (const entry of reading) entries.push(entry)
  return { entries, problems: reading.problems.map(({ kind, line, message }) => ({ kind, line, message })) }
}

async function write(entries: readonly JournalEntry[], options: Partial<JournalFileOptions> = {}) {
  const journal = await open(options)
  for (const entry of entries) {
    journal.write(entry)
    await journal.flush()
  }
  await journal.close()
  return journal
}

const files = async (): Promise<readonly string[]> => (await readdir(folder)).sort()

async function onlyFile(): Promise<string> {
  const [name, ...others] = await files()
  if (name === undefined || others.length > 0) throw new Error('there is not exactly one file')
  return join(folder, name)
}

test('what was written is read again, in order', async () => {
  const journal = await open()
  for (const entry of notes(1, 5)) journal.write(entry)
  await journal.close()
  expect(await read()).toEqual({ entries: notes(1, 5), problems: [] })
  expect(await read(await onlyFile())).toEqual({ entries: notes(1, 5), problems: [] })
  expect(journal.counts).toEqual({ written: 5, lost: 0, deletedFiles: 0 })
})

test('the clock brings entries to the file, once a second', async () => {
  const journal = await open()
  journal.write(aNote(1))
  clock.advance(999)
  journal.write(aNote(2))
  expect(await files()).toEqual([])
  clock.advance(1)
  expect(clock.pending).toBe(0)
  await journal.flush()
  expect((await read()).entries).toEqual(notes(1, 2))
  await journal.close()
})

test('a great many entries do not wait for the clock', async () => {
  const journal = await open()
  for (const entry of notes(1, 10)) journal.write({ ...entry, type: 'note', message: 'x'.repeat(60_000) })
  expect(journal.counts.written).toBe(0)
  await expect.poll(() => journal.counts.written).toBeGreaterThan(0)
  await journal.close()
  expect((await read()).entries).toHaveLength(10)
})

test('an idle journal leaves no timer behind', async () => {
  const journal = await open()
  journal.write(aNote(1))
  await journal.close()
  expect(clock.pending).toBe(0)
})

test('each run has files of its own, and a later run sorts later though the clock went back', async () => {
  await write(notes(1, 3))
  clock = new ManualClock(1_000)
  await write(notes(3, 4))
  expect(await files()).toHaveLength(2)
  expect(await read()).toEqual({ entries: [...notes(1, 3), ...notes(3, 4)], problems: [] })
})

test('files are rotated by size and the oldest are deleted, whole and counted', async () => {
  const size = encodeEntry(aNote(10)).length + 1
  const journal = await write(notes(10, 29), { maxFileBytes: 2 * size, maxTotalBytes: 7 * size })
  const bytes = await Promise.all((await files()).map(async (name) => (await stat(join(folder, name))).size))
  expect(bytes).toEqual([2 * size, 2 * size, 2 * size])
  expect(journal.counts).toEqual({ written: 20, lost: 0, deletedFiles: 7 })
  expect(await read()).toEqual({ entries: notes(24, 29), problems: [] })
})

test('files of earlier runs count towards the limit, strangers are left alone', async () => {
  await write(notes(1, 3))
  await writeFile(join(folder, 'readme.txt'), 'mine')
  await write(notes(4, 6), { maxTotalBytes: 200 })
  expect(await files()).toHaveLength(2)
  expect(await readFile(join(folder, 'readme.txt'), 'utf8')).toBe('mine')
  expect(await read()).toEqual({ entries: notes(4, 6), problems: [] })
})

test('a torn last line is skipped and told', async () => {
  await write(notes(1, 3))
  const file = await onlyFile()
  await truncate(file, (await stat(file)).size - 5)
  const { entries, problems } = await read()
  expect(entries).toEqual(notes(1, 2))
  expect(problems).toEqual([{ kind: 'torn', line: 3, message: expect.stringContaining('an entry is JSON') }])
})

test('a file cut just before the end of its last line has lost nothing', async () => {
  await write(notes(1, 3))
  const file = await onlyFile()
  await truncate(file, (await stat(file)).size - 1)
  expect(await read()).toEqual({ entries: notes(1, 3), problems: [] })
})

test('holes are told by number, and reading goes on', async () => {
  await write([...notes(1, 2), ...notes(4, 4), ...notes(9, 10)])
  const { entries, problems } = await read()
  expect(entries.map(({ n }) => n)).toEqual([1, 2, 4, 9, 10])
  expect(problems).toEqual([
    { kind: 'hole', line: 3, message: 'entry 3 is missing' },
    { kind: 'hole', line: 4, message: 'entries 5 to 8 are missing' },
  ])
})

test('lines that are no entries, and entries that come twice, are skipped and told', async () => {
  await write(notes(1, 2))
  await appendFile(await onlyFile(), `garbage\n${encodeEntry(aNote(2))}\n${encodeEntry(aNote(3))}\n`)
  const { entries, problems } = await read()
  expect(entries).toEqual(notes(1, 3))
  expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
    ['invalid', 3],
    ['order', 4],
  ])
})

test('the list of problems is bounded, their number is not', async () => {
  await writeFile(join(folder, 'a.ndjson'), 'x\n'.repeat(1500))
  const reading = readJournal(join(folder, 'a.ndjson'))
  for await (const entry of reading) throw new Error(`entry ${entry.n} is made up`)
  expect(reading.problems).toHaveLength(1000)
  expect(reading.problemCount).toBe(1500)
})

test('a journal that is not there says so', async () => {
  await expect(read(join(folder, 'nowhere'))).rejects.toThrow('nowhere')
})

test('what cannot be written is counted and logged, and never thrown', async () => {
  const logged: unknown[] = []
  const journal = await open({ logger: { ...silentLogger, error: (fields) => logged.push(fields) }, maxWaiting: 100 })
  journal.write({ n: 1, at: 1, type: 'state', version: 1, state: Number.NaN, keep: undefined })
  for (const entry of notes(2, 9)) journal.write(entry)
  await journal.close()
  journal.write(aNote(10))
  const { lost, written } = journal.counts
  expect(lost + written).toBe(10)
  expect((await read()).entries).toHaveLength(written)
  expect(logged).toContainEqual(expect.objectContaining({ why: expect.stringContaining('NaN') }))
  expect(logged).toContainEqual(expect.objectContaining({ why: 'the disk is slower than the bot' }))
})

test('a disk that fails loses entries, not the bot, and later entries go to a new file', async () => {
  const journal = await open()
  journal.write(aNote(1))
  await journal.flush()
  await rm(folder, { recursive: true })
  journal.write(aNote(2))
  await journal.flush()
  expect(journal.counts).toMatchObject({ written: 1, lost: 1 })
  await mkdir(folder)
  journal.write(aNote(3))
  await journal.close()
  expect(journal.counts).toMatchObject({ written: 2, lost: 1 })
  expect((await read()).entries).toEqual([aNote(3)])
})

test('a folder that cannot be made is told at once', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(open({ folder: join(folder, 'file', 'journal') })).rejects.toThrow('ENOTDIR')
})
