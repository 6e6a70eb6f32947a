import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, anExchange, MAKE, until } from '../../test/kit.ts'
import { recorded } from '../tap/recorded.ts'
import { exportFrames } from './export-frames.ts'
import { FolderRecording } from './folder-recording.ts'
import { openRecording } from './read-recording.ts'

const REQUEST = { channel: 'trades', symbol: 'BTC/USD' } as const

test('the simulator plays to any client what was exported', async () => {
  const exchange = await anExchange({ exchange: 'kraken', rate: 100 })
  const folder = aFolder()
  const sink = new FolderRecording({ exchange: 'kraken', folder })
  const adapter = recorded(MAKE.kraken, { url: exchange.url, restUrl: exchange.restUrl }, sink)
  onTestFinished(() => adapter.disconnect())
  const ids: string[] = []
  adapter.on('trade', ({ id }) => ids.push(id))
  await adapter.connect()
  await adapter.subscribe(REQUEST)
  while (ids.length < 5) await until(adapter, 'trade')
  await sink.close()
  await adapter.disconnect()

  const stem = join(aFolder(), '..', 'exported')
  const counts = await exportFrames(openRecording(folder), `${stem}.ndjson`)
  const lines = (suffix: string) => readFileSync(`${stem}${suffix}`, 'utf8').trimEnd().split('\n')
  expect(lines('.ndjson')).toHaveLength(counts.frames)
  expect(lines('.times')).toHaveLength(counts.frames)
  expect(lines('.rest.ndjson')).toHaveLength(counts.bodies)
  expect(lines('.rest.meta.ndjson')).toHaveLength(counts.bodies)

  const played = await anExchange({ exchange: 'kraken', recording: `${stem}.ndjson`, rate: 0 })
  const client = MAKE.kraken({ url: played.url, restUrl: played.restUrl })
  onTestFinished(() => client.disconnect())
  const again: string[] = []
  client.on('trade', ({ id }) => again.push(id))
  await client.connect()
  await client.subscribe(REQUEST)
  const last = until(client, 'trade', ({ id }) => id === ids[4])
  played.step(counts.frames)
  await last

  expect(again.slice(0, 5)).toEqual(ids.slice(0, 5))
})

test('a frame stays one line, a body that is no success is left out, and much is written in parts', async () => {
  const folder = aFolder()
  const sink = new FolderRecording({ exchange: 'kraken', folder, segmentBytes: 100_000 })
  const answer = { kind: 'rest', url: 'http://x', headers: {}, body: '{\n"a":1}' } as const
  sink.write({ at: 1_500, mono: 0, kind: 'in', socket: 1, text: '{\r\n"a": 1}' })
  sink.write({ at: 1_500, mono: 0, status: 200, ...answer })
  sink.write({ at: 1_500, mono: 0, status: 503, ...answer })
  for (let i = 0; i < 10; i++) sink.write({ at: 1_500, mono: 0, kind: 'in', socket: 1, text: 'x'.repeat(60_000) })
  await sink.close()
  const parent = aFolder()
  mkdirSync(parent)

  expect(await exportFrames(openRecording(folder), join(parent, 'plain'))).toEqual({ frames: 11, bodies: 1 })
  expect(readFileSync(join(parent, 'plain.ndjson'), 'utf8').split('\n')[0]).toBe('{ "a": 1}')
  expect(readFileSync(join(parent, 'plain.times'), 'utf8').split('\n')[0]).toBe('1.500000')
  expect(readFileSync(join(parent, 'plain.rest.ndjson'), 'utf8')).toBe('{ "a":1}\n')
})
