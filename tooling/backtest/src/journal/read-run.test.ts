import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/recording.ts'
import { readRun } from './read-run.ts'

const NOTES = Array.from({ length: 100 }, (_, i) => `{"n":${i + 1},"at":${i},"type":"note","message":"one of many"}\n`)

test('a run that does not fit into memory is not read, and the way out is told', async () => {
  const path = join(aFolder(), 'notes.ndjson')
  writeFileSync(path, NOTES.join(''))
  const files = { path, files: [path] }
  expect(await readRun(files)).toMatchObject({ entries: { length: 100 }, broken: undefined, torn: false })
  const { broken, entries } = await readRun(files, 10_000)
  expect(broken).toBe('its 1 MiB do not fit into memory: set NODE_OPTIONS=--max-old-space-size=257 for this command')
  expect(entries).toHaveLength(1)
})
