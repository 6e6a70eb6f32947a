import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, type StartedProgram, startProgram } from '@md/cli/testing'
import { startExchange } from '@md/exchange-simulator'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url)

function start(...args: readonly string[]): StartedProgram {
  const program = startProgram(MAIN, { args })
  onTestFinished(() => program.kill('SIGKILL'))
  return program
}

function aFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'record-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  return join(parent, 'recording')
}

async function anExchange() {
  const exchange = await startExchange({ exchange: 'kraken', rate: 50, seed: 3 })
  onTestFinished(() => exchange.close())
  const at = ['--exchange', 'kraken', '--url', exchange.url, '--rest-url', exchange.restUrl]
  return { exchange, at }
}

const WHAT = ['--symbol', 'XBT/USD', '--symbol', 'ETH/USD', '--channel', 'trades', '--channel', 'orderbook']

const countOf = (type: string, { out, err }: Ended): number =>
  Number(new RegExp(`^events .*\\b${type} (\\d+)`, 'm').exec(out + err)?.[1])

test('what is recorded for a while is replayed to the same events, as counts and as lines', async () => {
  const { at } = await anExchange()
  const folder = aFolder()
  const recorded = await start('record', ...at, ...WHAT, '--duration', '1.5', '--out', folder).ended
  expect(recorded).toMatchObject({ code: 0, err: '' })
  expect(recorded.out).toContain('subscribed BTC/USD: trades, orderbook')
  expect(recorded.out).toMatch(/^book {6}ETH\/USD live$/m)
  expect(recorded.out).toMatch(/^wrote {5}[1-9]\d* entries, [1-9]\d* bytes, 0 segments dropped$/m)

  const replayed = await start('replay', folder).ended
  expect(replayed).toMatchObject({ code: 0, err: '' })
  for (const type of ['trade', 'orderbook']) {
    expect(countOf(type, replayed)).toBeGreaterThan(5)
    expect(countOf(type, replayed)).toBe(countOf(type, recorded))
  }
  expect(replayed.out).toMatch(/^gaps {6}0$/m)

  const lines = await start('replay', folder, '--json', '--speed', '1000').ended
  const events = lines.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string })
  expect(events.filter(({ type }) => type === 'trade')).toHaveLength(countOf('trade', recorded))
  expect(countOf('trade', lines)).toBe(countOf('trade', recorded))

  const exported = await start('replay', folder, '--export', `${folder}.ndjson`).ended
  expect(exported.out).toMatch(/^wrote \d+ frames and \d+ REST bodies/)
  expect(readFileSync(`${folder}.ndjson`, 'utf8')).toContain('"channel":"trade"')
})

test('Ctrl-C finishes the recording', async () => {
  const { at } = await anExchange()
  const folder = aFolder()
  const program = start('record', ...at, ...WHAT, '--out', folder)
  await program.says('subscribed ETH/USD')
  program.kill('SIGINT')
  const { code, out } = await program.ended

  expect(code).toBe(0)
  expect(out).toContain('replay    pnpm replay')
  expect(existsSync(join(folder, '000001.ndjson.gz'))).toBe(true)
})

test('a recorder that is killed leaves what can be replayed', async () => {
  const { at } = await anExchange()
  const folder = aFolder()
  const program = start('record', ...at, ...WHAT, '--out', folder)
  await program.says('subscribed ETH/USD')
  while (!readFileSync(join(folder, '000001.ndjson'), 'utf8').includes('update')) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  program.kill('SIGKILL')
  await program.ended
  const replayed = await start('replay', folder).ended

  expect(replayed.code).toBe(0)
  expect(countOf('orderbook', replayed)).toBeGreaterThan(1)
  expect(replayed.out).toMatch(/^book {6}BTC\/USD live$/m)
})

test('a gap is told with its particulars', async () => {
  const { at, exchange } = await anExchange()
  const folder = aFolder()
  const program = start('record', ...at, '--symbol', 'BTC/USD', '--channel', 'orderbook', '--out', folder)
  await program.says('subscribed')
  exchange.inject({ kind: 'checksum', symbol: 'BTC/USD' })
  exchange.step(5)
  while (!exchange.received.some(({ text }) => text.includes('unsubscribe'))) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  program.kill('SIGINT')
  await program.ended

  expect((await start('replay', folder).ended).out).toContain('orderbook BTC/USD: checksum, unknown missed')
})

test.each([
  [['replay', 'nowhere'], 'recording "nowhere" cannot be used: a folder with a manifest.json'],
  [['replay', 'nowhere', '--spede', '1'], 'option "--spede" cannot be used: there are --speed'],
  [['record', '--exchange', 'okx'], '--symbol undefined cannot be used'],
  [['recrod'], 'program "recrod" cannot be used: there are record, replay'],
])('%j is a mistake that is named', async (args, message) => {
  const { code, err } = await start(...args).ended

  expect(err).toContain(message)
  expect(code).toBe(2)
})

test('a symbol that the exchange does not have is named, and leaves no folder', async () => {
  const { at } = await anExchange()
  const folder = aFolder()
  const wrong = ['--symbol', 'NOPE/USD', '--channel', 'trades', '--out', folder]
  const { code, err } = await start('record', ...at, ...wrong).ended

  expect(err).toContain('--symbol "NOPE/USD" cannot be used: a market of kraken')
  expect(code).toBe(2)
  expect(existsSync(folder)).toBe(false)
})

test.each(['record', 'replay'])('%s explains itself', async (program) => {
  const { code, out } = await start(program, '--help').ended

  expect(out).toContain(`Usage: pnpm ${program}`)
  expect(code).toBe(0)
})
