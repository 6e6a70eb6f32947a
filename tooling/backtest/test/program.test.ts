import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { aCandleFolder } from './candles.ts'
import { aPaperRun } from './paper-run.ts'
import { aFolder } from './recording.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

function run(folder: string, ...args: readonly string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@md/source', MAIN, ...args],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), env: { INIT_CWD: folder }, encoding: 'utf8' },
  )
  return { code: status, out: stdout, err: stderr }
}

test('a journal is the same, or different, or cannot be played: 0, 1, 2', async () => {
  const data = aFolder()
  await aPaperRun(data, { news: 4 })
  expect(run(data, 'journal', 'bots.sqlite')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('the same'),
  })

  const folder = join(data, 'journal', 'maker')
  const [file = ''] = readdirSync(folder)
  const text = readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, file), text.replace('"because":"middle of', '"because":"muddle of'))
  const changed = run(data, '--', 'journal', folder)
  expect(changed).toMatchObject({ code: 1, out: expect.stringContaining('different at entry') })

  writeFileSync(join(folder, file), text.replace('"name":"market-making"', '"name":"mine"'))
  expect(run(data, 'journal', '.')).toMatchObject({ code: 2, out: expect.stringContaining('strategy "mine"') })
  writeFileSync(join(data, 'bots.sqlite'), Buffer.from('SQLite format 3\0 and nothing more'))
  expect(run(data, 'journal', 'bots.sqlite')).toMatchObject({
    code: 2,
    err: expect.stringContaining('not a SQLite file'),
  })
}, 60_000)

test('a sweep of which nothing could be run ends with 2, its table printed', () => {
  const data = ['--data', 'candles.csv', '--symbol', 'BTCUSDT']
  const args = ['--strategy', 'guard', ...data, '--vary', 'nonsense=1', '--workers', '1']
  expect(run(aCandleFolder(60), 'sweep', ...args)).toMatchObject({
    code: 2,
    out: expect.stringContaining('no combination could be run'),
    err: expect.stringContaining('none of 1 combination could be run, the first because parameters of guard'),
  })
}, 60_000)

test('what is not there and what is not known end with 2', () => {
  const folder = aFolder()
  expect(run(folder, 'journal', 'none')).toMatchObject({ code: 2, err: expect.stringContaining('"none"') })
  expect(run(folder, '--stratgy=grid')).toMatchObject({ code: 2, err: expect.stringContaining('"--stratgy=grid"') })
  expect(run(folder, 'journal', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--bot ID') })
}, 60_000)
