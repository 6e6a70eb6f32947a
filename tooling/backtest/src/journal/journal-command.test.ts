import { once } from 'node:events'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPaperRun } from '../../test/paper-run.ts'
import { aFolder } from '../../test/recording.ts'
import { Progress } from '../progress.ts'
import { journalCommand } from './journal-command.ts'

/** Two runs of the same bots, one after the other, as an executor leaves them. */
const DATA = mkdtempSync(join(tmpdir(), 'backtest-'))
afterAll(() => rmSync(DATA, { recursive: true, force: true }))

beforeAll(async () => {
  await aPaperRun(DATA)
  await aPaperRun(DATA, { news: 8 })
}, 60_000)

async function replayed(...args: readonly string[]) {
  const printed: string[] = []
  const code = await journalCommand(args, {
    folder: DATA,
    print: (line) => void printed.push(line),
    progress: new Progress(() => undefined, false),
    signal: new AbortController().signal,
  })
  return { code, lines: printed, text: printed.join('\n') }
}

const filesOf = (bot: string): readonly string[] => {
  const folder = join(DATA, 'journal', bot)
  return readdirSync(folder).map((name) => join(folder, name))
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n')

/** Resolves when there is a file in it: what a bot is told is written within a second. */
async function filesIn(folder: string): Promise<void> {
  const changes = watch(folder)
  const changed = once(changes, 'change')
  if (readdirSync(folder).length === 0) await changed
  changes.close()
}

/** A journal of one file, from lines of another. */
function aFile(lines: readonly string[], end = '\n'): string {
  const path = join(aFolder(), 'changed.ndjson')
  writeFileSync(path, lines.length === 0 ? '' : `${lines.join('\n')}${end}`)
  return path
}

test('what bots on paper left is played again, run by run, and is the same, and so is what the store kept of it', async () => {
  const { code, lines } = await replayed('bots.sqlite')
  const runs = lines.filter((line) => !line.startsWith(' '))
  expect(runs.map((line) => line.split(' ')[0])).toEqual(['buyer', 'buyer', 'maker', 'maker'])
  for (const line of runs) expect(line).toMatch(/UTC: \d+ inputs, [1-9]\d* decisions: the same$/)
  for (const line of lines.filter((line) => line.startsWith(' ')))
    expect(line).toMatch(/^ {2}the store has [1-9]\d* entries of it, and they are the same$/)
  expect([code, lines.length]).toEqual([0, 8])
})

test.each([
  ['the folder of the store', '.', 4],
  ['the folder of the journals', 'journal', 4],
  ['the folder of one bot', 'journal/maker', 2],
])('%s will do as well', async (_, path, runs) => {
  const { code, text } = await replayed(path)
  expect(text.match(/the same$/gm)?.length).toBe(runs)
  expect(code).toBe(0)
})

test('one bot is chosen by its id, and one file by its name', async () => {
  const [file = ''] = filesOf('buyer')
  expect((await replayed('bots.sqlite', '--bot', 'buyer')).text).not.toContain('maker')
  expect((await replayed(file)).lines).toHaveLength(1)
  await expect(replayed('bots.sqlite', '--bot', 'quiet')).rejects.toThrow(
    '--bot "quiet" cannot be used: there are journals of buyer, maker',
  )
})

test('the first difference is told, with what was written and what comes now', async () => {
  const lines = linesOf(filesOf('maker')[0] ?? '')
  const at = lines.findIndex((line) => line.includes('"type":"cancel"'))
  const changed = lines.map((line, i) => (i === at ? line.replace(/"because":"[^"]*"/, '"because":"a whim"') : line))
  const { code, text } = await replayed(aFile(changed))
  const { n } = JSON.parse(lines[at] ?? '')
  expect(text).toContain(`: different at entry ${n} of `)
  expect(text).toMatch(/\n {2}written {2}.*"because":"a whim".*\n {2}now {6}.*"because":"(?!a whim)/)
  expect(code).toBe(1)

  const report = JSON.parse((await replayed(aFile(changed), '--json')).text)
  expect(report.runs[0].outcome).toEqual({ kind: 'different', n, written: changed[at], now: lines[at] })
})

test('a decision that the journal lacks, or has too many of, is a difference', async () => {
  const lines = linesOf(filesOf('maker')[0] ?? '')
  const added = { n: lines.length + 1, at: 0, type: 'note', message: 'never said' }
  const more = await replayed(aFile([...lines, JSON.stringify(added)]))
  expect([more.code, more.text.match(/now {6}(.*)/)?.[1]]).toEqual([1, 'nothing'])
  const less = await replayed(aFile(lines.slice(0, -1)))
  expect([less.code, less.text.match(/written {2}(.*)/)?.[1]]).toEqual([1, 'nothing'])
})

test('a journal whose end is missing, as a killed bot leaves it, is the same as far as it goes', async () => {
  const lines = linesOf(filesOf('maker')[0] ?? '')
  const last = lines.findLastIndex((line) => line.includes('"type":"intent"'))
  // In the middle of a line, and between an input and what it led to.
  for (const file of [
    aFile([...lines.slice(0, last), lines[last]?.slice(0, 80) ?? ''], ''),
    aFile(lines.slice(0, last)),
  ]) {
    const { code, text } = await replayed(file)
    expect(text).toContain('the same, as far as it goes: its end is missing')
    expect(code).toBe(0)
  }
})

test('what was written after the store, or to a store alone, is told', async () => {
  const data = aFolder()
  for (const file of ['bots.sqlite', ...readdirSync(DATA).filter((name) => /-(wal|shm)$/.test(name))])
    copyFileSync(join(DATA, file), join(data, file))
  const [first = '', second = ''] = filesOf('maker')
  mkdirSync(join(data, 'journal/maker'), { recursive: true })
  const copy = join(data, second.slice(DATA.length))
  copyFileSync(second, copy)
  copyFileSync(first, join(dirname(copy), first.split('/').at(-1) ?? ''))
  const lines = linesOf(copy)
  writeFileSync(copy, `${lines.slice(0, -3).join('\n')}\n`)
  const cut = await replayed(join(data, 'bots.sqlite'))
  expect(cut.text).toMatch(/\d+ entries of it: \d+ are the same, [123] come after what could be read of the journal/)
  expect(cut.code).toBe(0)

  const at = lines.findLastIndex((line) => line.includes('"type":"life"'))
  writeFileSync(
    copy,
    `${lines.slice(0, at).join('\n')}\n${lines[at]?.replace(/"reason":"[^"]*"/, '"reason":"a whim"')}\n`,
  )
  const changed = await replayed(join(data, 'bots.sqlite'))
  expect(changed.text).toContain(`the store has another entry ${JSON.parse(lines[at] ?? '').n} than the journal`)
  expect(changed.code).toBe(1)
})

test.each<[string, (lines: readonly string[]) => readonly string[], RegExp]>([
  [
    'an entry is missing',
    (lines) => lines.toSpliced(40, 1),
    /the same up to entry 40.*: entry 41 is missing \(.*, line 41\)/,
  ],
  ['a line is no entry', (lines) => lines.with(40, '{"n":41}'), /the same up to entry 40.*\(.*, line 41\)/],
  [
    'the beginning is missing',
    (lines) => lines.slice(3),
    /it begins with entry 4 \(.*\) and not with `begin`: name the folder/,
  ],
  ['there is nothing', () => [], /there is no entry in it/],
  [
    'the strategy is not known',
    ([first = '', ...rest]) => [first.replace('"name":"market-making"', '"name":"mine"'), ...rest],
    /strategy "mine" cannot be used: it is one of arbitrage/,
  ],
  [
    'the strategy has another version',
    ([first = '', ...rest]) => [first.replace('"version":1', '"version":9'), ...rest],
    /it is of market-making 9, and this is market-making 1: play it with the release that ran it/,
  ],
])('where %s, a run cannot be played, and the reason is told', async (_, change, reason) => {
  const path = aFile(change(linesOf(filesOf('maker')[0] ?? '')))
  const { code, text } = await replayed(path)
  expect(text).toContain(`cannot be played again: ${path}: `)
  expect(text).toMatch(reason)
  expect(code).toBe(2)
})

test('parts of a run follow each other, and one that is lost is missed', async () => {
  const lines = linesOf(filesOf('maker')[0] ?? '')
  const folder = join(aFolder(), 'maker')
  mkdirSync(folder)
  const part = (i: number): string => join(folder, `000000000000007-${String(i).padStart(5, '0')}.ndjson`)
  for (const i of [1, 2, 3])
    writeFileSync(part(i), `${lines.slice((i - 1) * 50, i < 3 ? i * 50 : undefined).join('\n')}\n`)
  expect((await replayed(folder)).lines).toEqual([expect.stringMatching(/: the same$/)])
  appendFileSync(part(1), lines[50]?.slice(0, 20) ?? '')
  expect((await replayed(folder)).lines).toEqual([expect.stringMatching(/: the same$/)])
  renameSync(part(2), join(folder, 'gone'))
  expect((await replayed(folder)).text).toMatch(/the same up to entry 50.*: entry 51 is not in .*-00003\.ndjson/)
})

test.each([
  [[], 'one file or folder'],
  [['one', 'two'], 'journal "one two" cannot be used'],
  [['none.sqlite'], 'journal "none.sqlite" cannot be used: a file or folder that exists, such as data/bots.sqlite'],
  [['paper'], 'a folder with journals in it: data/bots.sqlite'],
  [['paper/main-kraken.json'], 'it is no store, and its name does not end in .ndjson'],
  [['.', '--bots'], 'option "--bots" cannot be used: there are --bot'],
])('journal %j is refused, with what is allowed', async (args, message) => {
  await expect(replayed(...args)).rejects.toThrow(message)
})

test('a store without journals says how bots come to have one', async () => {
  const folder = aFolder()
  copyFileSync(join(DATA, 'bots.sqlite'), join(folder, 'bots.sqlite'))
  await expect(replayed(join(folder, 'bots.sqlite'))).rejects.toThrow(
    /there is no journal: say `journal: \{ inputs: true \}`/,
  )
})

test('a store of a later version is refused by it', async () => {
  const folder = aFolder()
  const path = join(folder, 'bots.sqlite')
  const bytes = readFileSync(join(DATA, 'bots.sqlite'))
  // `user_version` in the header of a SQLite file.
  bytes.writeUInt32BE(99, 60)
  writeFileSync(path, bytes)
  mkdirSync(join(folder, 'journal/maker'), { recursive: true })
  const [file = ''] = filesOf('maker')
  copyFileSync(file, join(folder, 'journal/maker', file.split('/').at(-1) ?? ''))
  await expect(replayed(path)).rejects.toThrow(
    /it has version 99, and this program knows versions up to \d+: run the newer/,
  )
})

test('a store that a running bot has open is refused, and its journals can be played meanwhile', async () => {
  const data = aFolder()
  await aPaperRun(data, {
    news: 2,
    whileRunning: async () => {
      await filesIn(join(data, 'journal/maker'))
      await expect(replayed(join(data, 'bots.sqlite'))).rejects.toThrow(
        /it is in use by a test \(process \d+ on .*\): stop that first, or name the journal folder beside it/,
      )
      expect((await replayed(join(data, 'journal'))).code).toBe(0)
    },
  })
})
