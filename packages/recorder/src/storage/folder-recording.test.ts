import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../../test/kit.ts'
import type { Entry } from '../entry.ts'
import { FolderRecording, type FolderRecordingOptions } from './folder-recording.ts'
import { openRecording } from './read-recording.ts'

const frame = (n: number, socket = 1): Entry => ({ at: 1_000 + n, mono: n, kind: 'in', socket, text: `frame ${n}` })

function aRecording(options: Partial<FolderRecordingOptions> = {}) {
  const folder = aFolder()
  const clock = new ManualClock()
  const failures: unknown[] = []
  const onFailure = (error: unknown) => failures.push(error)
  return {
    clock,
    folder,
    failures,
    sink: new FolderRecording({ exchange: 'kraken', folder, clock, onFailure, ...options }),
  }
}

async function read(folder: string) {
  const recording = openRecording(folder)
  const entries: Entry[] = []
  for await (const segment of recording.segments()) entries.push(...segment)
  return { entries, manifest: recording.manifest, counts: recording.counts }
}

const frames = (entries: readonly Entry[]) => entries.flatMap((entry) => (entry.kind === 'in' ? [entry.text] : []))

test('what is written is read back, from one compressed segment', async () => {
  const { folder, sink } = aRecording()
  sink.configured({ timeout: 5 })
  for (let n = 0; n < 3; n++) sink.write(frame(n))
  sink.write({ at: 3, mono: 3, kind: 'call', method: 'subscribe', request: { channel: 'trades', symbol: 'BTC/USD' } })
  await sink.close()
  const { entries, manifest } = await read(folder)

  expect(readdirSync(folder).sort()).toEqual(['000001.ndjson.gz', 'manifest.json'])
  expect(entries.slice(0, 3)).toEqual([frame(0), frame(1), frame(2)])
  expect(manifest).toMatchObject({
    exchange: 'kraken',
    options: { timeout: 5 },
    subscriptions: [{ channel: 'trades', symbol: 'BTC/USD' }],
  })
  expect(manifest.endedAt).toBeGreaterThanOrEqual(manifest.startedAt)
})

test('a segment that is full is finished, and reading goes over all of them in order', async () => {
  const { folder, sink } = aRecording({ segmentBytes: 500 })
  for (let n = 0; n < 40; n++) sink.write(frame(n))
  await sink.close()
  const { entries, counts } = await read(folder)

  expect(readdirSync(folder).length).toBeGreaterThan(4)
  expect(frames(entries)).toEqual(Array.from({ length: 40 }, (_, n) => `frame ${n}`))
  expect(counts).toEqual({ unreadable: 0, cutOff: [] })
})

test('beyond its limit the oldest segments go, counted, and the rest begins with what stands', async () => {
  const { folder, sink } = aRecording({ segmentBytes: 2_000, maxBytes: 4_000 })
  sink.write({ at: 0, mono: 0, kind: 'call', method: 'connect' })
  sink.write({ at: 0, mono: 0, kind: 'dial', socket: 1, url: 'ws://exchange' })
  sink.write({ at: 0, mono: 0, kind: 'open', socket: 1 })
  sink.write({ at: 0, mono: 0, kind: 'random', value: 0.1 })
  for (let n = 1; n < 1_000; n++) sink.write(frame(n))
  sink.write({ at: 2_000, mono: 2_000, kind: 'timer', ordinal: 1, ms: 1 })
  await sink.close()
  const { entries, manifest } = await read(folder)

  expect(sink.size.bytes).toBeLessThanOrEqual(4_000)
  expect(manifest.dropped.segments).toBeGreaterThan(3)
  expect(sink.dropped).toEqual(manifest.dropped)
  expect(entries.slice(0, 3).map(({ kind }) => kind)).toEqual(['call', 'dial', 'open'])
  expect(frames(entries).at(-1)).toBe('frame 999')
  expect(entries.some(({ kind }) => kind === 'timer' || kind === 'random')).toBe(false)
})

test('what came is on the disk after a second at the latest', () => {
  const { clock, folder, sink } = aRecording()
  const text = () => readFileSync(join(folder, '000001.ndjson'), 'utf8')
  sink.write(frame(1))
  expect(text()).toBe('')
  clock.advance(1_000)
  expect(text()).toContain('frame 1')
  sink.write(frame(2))
  clock.advance(1_000)

  expect(text()).toContain('frame 2')
})

test('much at once is not kept back', () => {
  const { folder, sink } = aRecording()
  sink.write({ at: 0, mono: 0, kind: 'in', socket: 1, text: 'x'.repeat(300_000) })

  expect(readFileSync(join(folder, '000001.ndjson'), 'utf8')).toHaveLength(
    300_000 + '{"at":0,"mono":0,"kind":"in","socket":1,"text":""}\n'.length,
  )
})

test('a torn last line, and one that is no entry, are counted and skipped', async () => {
  const { folder, sink } = aRecording()
  sink.write(frame(1))
  await sink.flush()
  appendFileSync(join(folder, '000001.ndjson'), '{"no":"kind"}\n{"at":1002,"mono":2,"kind":"in","sock')
  const { entries, counts } = await read(folder)

  expect(frames(entries)).toEqual(['frame 1'])
  expect(counts.unreadable).toBe(2)
})

test('a segment that is there twice is read once', async () => {
  const { folder, sink } = aRecording()
  sink.write(frame(1))
  await sink.close()
  writeFileSync(join(folder, '000001.ndjson'), `${JSON.stringify(frame(1))}\n`)

  expect(frames((await read(folder)).entries)).toEqual(['frame 1'])
})

const FIRST_SEGMENT = '000001.ndjson.gz'

/** Where a compressed file is cut: at a byte, so many from its end, or at a share of it. */
const CUTS = { nothing: 0, header: 7, 'first bytes': 40, half: 0.5, 'nine tenths': 0.9, checksum: -4, 'last byte': -1 }

test.each(Object.entries(CUTS))(
  'of a compressed segment cut at %s what is left is read, and the file named',
  async (_, cut) => {
    const { folder, sink } = aRecording({ segmentBytes: 20_000 })
    for (let n = 0; n < 1_000; n++) sink.write(n === 999 ? { at: 9, mono: 9, kind: 'random', value: 0.1 } : frame(n))
    await sink.close()
    const path = join(folder, FIRST_SEGMENT)
    const whole = readFileSync(path)
    const held = frames((await read(folder)).entries)
    writeFileSync(path, whole.subarray(0, Number.isInteger(cut) ? cut || 0 : Math.floor(whole.length * cut)))
    const { entries, counts } = await read(folder)

    const later = held.slice(frames(linesIn(whole)).length)
    const left = frames(entries).slice(0, -later.length)
    expect(frames(entries).slice(-later.length)).toEqual(later)
    expect(left).toEqual(held.slice(0, left.length))
    if (cut !== 0 && cut !== 7 && cut !== 40) expect(left.length).toBeGreaterThan(10)
    expect(counts).toEqual({ unreadable: 1, cutOff: [path] })
    expect(entries.some(({ kind }) => kind === 'random')).toBe(false)
  },
)

const linesIn = (compressed: Buffer): readonly Entry[] =>
  gunzipSync(compressed)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry)

test('a compressed segment that is no such thing is refused by name', async () => {
  const { folder, sink } = aRecording()
  sink.write(frame(1))
  await sink.close()
  writeFileSync(join(folder, FIRST_SEGMENT), 'not compressed at all')

  await expect(read(folder)).rejects.toThrow(
    /segment ".*000001\.ndjson\.gz" cannot be used: it is damaged \(incorrect header/,
  )
})

test('a disk that fails ends the recording, is told once, and never throws into the feed', async () => {
  const { failures, folder, sink } = aRecording({ segmentBytes: 100 })
  rmSync(folder, { recursive: true })
  for (let n = 0; n < 10; n++) sink.write(frame(n))
  await sink.close()

  expect(failures).toHaveLength(1)
})

test('a segment that cannot be compressed ends the recording', async () => {
  const { failures, folder, sink } = aRecording({ segmentBytes: 100 })
  mkdirSync(join(folder, '000001.ndjson.gz.part'))
  for (let n = 0; n < 3; n++) sink.write(frame(n))
  await sink.close()

  expect(failures).toHaveLength(1)
})

test('a disk that refuses the last word of a recording is told like any other', async () => {
  const { failures, folder, sink } = aRecording()
  sink.write(frame(1))
  mkdirSync(join(folder, 'manifest.json.part'))
  await sink.close()

  expect(failures).toHaveLength(1)
})

test.each([
  [{ segmentBytes: 0 }, 'segmentBytes 0 cannot be used'],
  [{ segmentBytes: 10, maxBytes: 9 }, 'maxBytes 9 cannot be used: at least 10'],
])('refuses %j', (options, message) => {
  expect(() => aRecording(options)).toThrow(message)
})

test('refuses a folder that holds something', () => {
  const { folder } = aRecording()

  expect(() => new FolderRecording({ exchange: 'kraken', folder })).toThrow('one that is empty or new')
})

test('refuses to read what is no recording', () => {
  const folder = aFolder()
  expect(() => openRecording(folder)).toThrow('a folder with a manifest.json of format 1')
  mkdirSync(folder)
  writeFileSync(join(folder, 'manifest.json'), '{"format":1,"exchange":"kraken"}')
  expect(() => openRecording(folder)).toThrow('a folder with at least one segment')
})

/** Prints the number of the frame it has just flushed. */
const WRITER = fileURLToPath(new URL('../../test/endless-recording.ts', import.meta.url))

const said = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => child.stdout?.once('data', (data) => resolve(String(data))))

test('kill -9 leaves files that can be read, with everything that had been flushed', async () => {
  const folder = aFolder()
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@md/source', WRITER, folder])
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const flushed = Number.parseInt(await said(child), 10)
  child.kill('SIGKILL')
  expect(await exited).toBe('SIGKILL')
  const { entries, manifest, counts } = await read(folder)

  expect(manifest.endedAt).toBeUndefined()
  expect(counts.unreadable).toBeLessThanOrEqual(1)
  expect(frames(entries).length).toBeGreaterThanOrEqual(flushed)
  expect(frames(entries)).toEqual(frames(entries).map((_, n) => `frame ${n}`))
})
