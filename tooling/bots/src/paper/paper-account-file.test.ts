import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PaperSnapshot } from '@md/bot-engine'
import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { PaperAccountError, PaperAccountFile } from './paper-account-file.ts'

const snapshot = (trades: number): PaperSnapshot => ({
  version: 1,
  ids: { prefix: 'p', orders: 0, trades },
  balances: [],
  orders: [],
  fills: [],
})

function aFile() {
  const folder = mkdtempSync(join(tmpdir(), 'md-paper-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'deeper', 'main-kraken.json')
  const clock = new ManualClock()
  const errors: unknown[] = []
  const logger = { ...silentLogger, error: (fields: unknown) => void errors.push(fields) }
  return { clock, errors, folder, path, file: new PaperAccountFile({ path, clock, logger }) }
}

const tradesIn = (path: string): number => (JSON.parse(readFileSync(path, 'utf8')) as PaperSnapshot).ids.trades

test('an account that never was is none, and one that was is what it was', async () => {
  const { file, path } = aFile()
  expect(await file.load()).toBeUndefined()
  file.follow(() => snapshot(7))
  await file.flush()
  expect(await file.load()).toEqual(snapshot(7))
  expect(existsSync(`${path}.new`)).toBe(false)
})

test('however much happens, it is written a few times a second, and all of it at the end', async () => {
  const { clock, file, path } = aFile()
  let trades = 0
  let written = 0
  file.follow(() => {
    written += 1
    return snapshot(trades)
  })
  for (let i = 0; i < 100; i++) {
    trades += 1
    file.changed()
    clock.advance(10)
  }
  await file.close()
  expect(tradesIn(path)).toBe(100)
  expect(written).toBeGreaterThanOrEqual(2)
  expect(written).toBeLessThanOrEqual(6)
})

test('what is not JSON is named, with what to do', async () => {
  const { file, path } = aFile()
  file.follow(() => snapshot(1))
  await file.flush()
  writeFileSync(path, '{"version":1,')
  await expect(file.load()).rejects.toThrow(PaperAccountError)
  await expect(file.load()).rejects.toThrow(/main-kraken\.json cannot be read .*mend it, or remove it to begin anew/)
})

test('a disk that does not take it is told, and ends nothing', async () => {
  const { errors, file, folder } = aFile()
  writeFileSync(join(folder, 'deeper'), 'a file where a folder should be')
  file.follow(() => snapshot(1))
  file.changed()
  await file.close()
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/EEXIST|ENOTDIR/) })])
})
