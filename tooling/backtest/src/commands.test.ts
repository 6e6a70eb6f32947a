import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aCandleFolder } from '../test/candles.ts'
import { output as outputIn } from '../test/command-output.ts'
import { tickersText } from '../test/tickers.ts'
import { runCommand } from './run-command.ts'
import { sweepCommand } from './sweep/sweep-command.ts'

const FOLDER = aCandleFolder(600, [300, 301])

const output = (command: typeof runCommand, args: readonly string[]) => outputIn(command, args, FOLDER)

const DATA = ['--data', 'candles.csv', '--symbol', 'BTC/USDT']
const CROSS = ['--strategy', 'ma-cross', '--params', '{"fast":5,"slow":20,"amount":1}', ...DATA]

test('a run is reported: figures, flaws of the data, and what it rests on', async () => {
  const { text, notes } = await output(runCommand, [...CROSS, '--fees', '0.0005/0.001', '--latency', '20'])
  expect(notes).toContain('candles.csv: Kraken OHLCVT, 7 columns; 1m')
  expect(text).toMatch(/^ma-cross on BTC\/USDT \(binance\)\n2024-01-01 00:00:00 to 2024-01-01 10:00:00 UTC, 10 h\n/)
  expect(text).toMatch(/Round trips +\d+: \d+ won, \d+ lost/)
  expect(text).toContain('candles.csv lacks 2 candles in 1 holes; the largest is of 2 from 2024-01-01 05:00:00')
  expect(text).toContain('Inside a candle the price is assumed to go open, low, high, close')
  expect(text).toContain('maker 0.05 %, taker 0.1 %')
  expect(text).toContain('Rules of BTC/USDT: prices in steps of 0.01, amounts in steps of 0.00000001, no least value.')
})

test('a file of events is played like any other data', async () => {
  writeFileSync(join(FOLDER, 'events.ndjson'), `${tickersText(50)}{"type":"tick`)
  const grid = '{"lower":90,"upper":110,"levels":5,"amount":"0.1"}'
  const { text } = await output(runCommand, [
    '--strategy',
    'grid',
    '--params',
    grid,
    '--data',
    'events.ndjson',
    '--exchange',
    'kraken',
    '--symbol',
    'BTC/USD',
  ])
  expect(text).toContain('grid on BTC/USD (kraken)')
  expect(text).toContain('the last line of')
})

test('report.json is what --json prints, and report.html is whole and escapes what is put in', async () => {
  writeFileSync(join(FOLDER, 'params.yaml'), 'fast: 5\nslow: 20\namount: 1\n')
  const args = ['--strategy', 'ma-cross', '--params', 'params.yaml', ...DATA, '--out', 'report', '--json']
  const { text } = await output(runCommand, args)
  const page = readFileSync(join(FOLDER, 'report', 'report.html'), 'utf8')
  expect(JSON.parse(readFileSync(join(FOLDER, 'report', 'report.json'), 'utf8'))).toEqual(JSON.parse(text))
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    params: { interval: '1m', exchange: 'binance' },
    complete: true,
  })
  expect(page).not.toMatch(/(?:src|href)="(?!data:)/)
  expect(page).toContain('uPlot')
  const [, data = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(page) ?? []
  expect(JSON.parse(data).curve.length).toBe(JSON.parse(text).curve.length)
})

test('a sweep is the same with one worker and with two, and ranks on the first part alone', async () => {
  const args = [...CROSS, '--vary', 'fast=3,5,30', '--vary', 'slow=10..20/10', '--split', '0.6', '--rank', 'return']
  const one = await output(sweepCommand, [...args, '--workers', '1'])
  const two = await output(sweepCommand, [...args, '--workers', '2', '--out', 'sweep'])
  expect(two.text).toBe(one.text)
  expect(one.text).toContain('First part, which ranks: 2024-01-01 00:00:00 to 2024-01-01 06:00:00 UTC')
  expect(one.text).toContain('The best 4 of 6 by return:')
  expect(one.text).toContain('2 could not be run, the first because parameters of ma-cross')
  const { best, failures } = JSON.parse(readFileSync(join(FOLDER, 'sweep', 'sweep.json'), 'utf8'))
  const returns = best.map(({ metrics }: { metrics: { return: number }[] }) => metrics[0]?.return)
  expect(returns).toEqual([...returns].sort((a, b) => b - a))
  expect([best.length, failures.length, best[0].metrics.length]).toEqual([4, 2, 2])
}, 60_000)

test('help needs nothing else', async () => {
  expect((await output(runCommand, ['--help'])).text).toContain('--strategy NAME     arbitrage')
  expect((await output(sweepCommand, ['--', '--help'])).text).toContain('--vary NAME=VALUES')
})

mkdirSync(join(FOLDER, 'empty'))
writeFileSync(join(FOLDER, 'wrong.csv'), 'a,b\n1,2\n')

test.each([
  [[], '--strategy is missing: there are arbitrage'],
  [['--strategy', 'gird', ...DATA], 'strategy "gird" cannot be used: it is one of arbitrage'],
  [['--stratgy=grid'], 'option "--stratgy=grid" cannot be used: there are --strategy'],
  [['--strategy', 'grid'], '--data is missing: candles.csv'],
  [
    ['--strategy', 'grid', '--data', 'none.csv', '--symbol', 'A/B'],
    '--data "none.csv" cannot be used: a file or folder that exists',
  ],
  [['--strategy', 'grid', '--data', 'params.yaml', '--symbol', 'A/B'], 'a name that ends in .csv or .ndjson'],
  [['--strategy', 'grid', '--data', 'wrong.csv', '--symbol', 'A/B'], 'it has no column for the time'],
  [['--strategy', 'grid', '--data', 'empty', '--symbol', 'A/B'], 'recording'],
  [['--strategy', 'grid', '--data', 'history', '--symbol', 'A/B'], '--data "history" cannot be used: with --interval'],
  [['--strategy', 'grid', '--data', 'candles.csv'], '--symbol is missing: BASE/QUOTE'],
  [['--strategy', 'grid', '--data', 'candles.csv', '--symbol', 'bitcoin'], '--symbol "bitcoin" cannot be used'],
  [['--strategy', 'grid', '--data', 'events.ndjson', '--symbol', 'ETH/USD'], 'begin with BTC/USD of kraken'],
  [['--strategy', 'grid', ...DATA, '--exchange', 'nyse'], '--exchange "nyse" cannot be used: one of binance'],
  [['--strategy', 'grid', ...DATA, '--interval', '7m'], '--interval "7m" cannot be used'],
  [['--strategy', 'grid', ...DATA], 'parameters of grid {"exchange":"binance","symbol":"BTC/USDT"} cannot be used'],
  [[...CROSS, '--params', '[1]'], '--params'],
  [[...CROSS, '--params', '{"fast":'], '--params'],
  [[...CROSS, '--params', 'none.json'], 'ENOENT'],
  [[...CROSS, '--from', 'yesterday'], '--from "yesterday" cannot be used: a day or a time in UTC'],
  [[...CROSS, '--from', '2024-01-02', '--to', '2024-01-01'], '--to "2024-01-01" cannot be used: a time after --from'],
  [[...CROSS, '--capital=-5'], '--capital "-5" cannot be used'],
  [[...CROSS, '--seed', '1.5'], '--seed "1.5" cannot be used: a whole number'],
  [[...CROSS, '--rules', '{"tick":"1"}'], '--rules "tick" cannot be used: there are tickSize'],
  [[...CROSS, '--rules', '{"tickSize":"small"}'], '--rules tickSize "small" cannot be used'],
  [[...CROSS, 'more'], 'options'],
])('run %j is refused, with what is allowed', async (args, message) => {
  await expect(output(runCommand, args)).rejects.toThrow(message)
})

test.each([
  [[], '--vary is missing: NAME=1,2,3'],
  [['--vary', 'fast'], '--vary "fast" cannot be used: NAME=1,2,3'],
  [['--vary', 'fast=9..1/1'], 'from a smaller to a larger number'],
  [['--vary', 'fast=1..9/0'], 'in steps above 0'],
  [['--vary', 'fast=1..1000/1', '--vary', 'slow=1..1000/1'], '1000000 combinations'],
  [['--vary', 'fast=1', '--rank', 'luck'], '--rank "luck" cannot be used: one of sharpe'],
  [['--vary', 'fast=1', '--split', '1'], '--split "1" cannot be used: a fraction above 0 and below 1'],
  [['--vary', 'fast=1', '--workers', '0'], '--workers "0" cannot be used'],
])('sweep %j is refused, with what is allowed', async (args, message) => {
  await expect(output(sweepCommand, [...CROSS, ...args])).rejects.toThrow(message)
})
