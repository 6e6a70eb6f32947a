import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '@md/service/testing'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url)

function inFolder(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'md-bots-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'bots.yaml'), text)
  return (...args: readonly string[]) => startProgram(MAIN, { INIT_CWD: folder, HTTP_PORT: '9' }, args).ended
}

test('a file is checked without an executor', { timeout: 60_000 }, async () => {
  const run = inFolder('bots:\n  - { id: a, strategy: grdi }\n')
  const wrong = await run('check')
  expect(wrong).toMatchObject({ code: 2, out: '' })
  expect(wrong.err).toMatch(/bots\.yaml:2:24 strategy "grdi" is not known: did you mean grid\? there are /)
  const missing = await run('check', 'nowhere.yaml')
  expect(missing.code).toBe(2)
  expect(missing.err).toMatch(/nowhere\.yaml:1:1 there is no such file: copy apps\/executor\/bots\.yaml there/)
})

test('the bots that ship can be used', { timeout: 60_000 }, async () => {
  const shipped = new URL('../../../apps/executor/bots.yaml', import.meta.url).pathname
  const { code, out } = await inFolder('')('check', shipped)
  expect(code).toBe(0)
  expect(out).toContain('can be used: dca-kraken, maker-coinbase, trend-binance')
})

test('who is not understood is told what there is, and where nobody answers that is said', {
  timeout: 60_000,
}, async () => {
  const run = inFolder('')
  expect(await run('halt')).toMatchObject({ code: 2, err: expect.stringContaining('--reason') })
  expect(await run('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Usage: pnpm --filter executor bots'),
  })
  expect(await run('list')).toMatchObject({
    code: 2,
    err: expect.stringContaining('No executor answers at http://127.0.0.1:9'),
  })
})
