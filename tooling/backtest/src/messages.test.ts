import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aCandleFolder } from '../test/candles.ts'
import { output } from '../test/command-output.ts'
import { tickersText } from '../test/tickers.ts'
import { runCommand } from './run-command.ts'
import { sweepCommand } from './sweep/sweep-command.ts'

const FOLDER = aCandleFolder()
const write = (name: string, text: string | Buffer): void => writeFileSync(join(FOLDER, name), text)

write('events.ndjson', tickersText(50))
write('empty.csv', '')
write('blank.csv', '\n\n')
write('empty.csv.gz', gzipSync(''))
write('empty.ndjson', '')
write('page.csv', '\n<!DOCTYPE html>\n<html><body>Not found, sorry</body></html>\n')
write('page.ndjson', '<html></html>')

const params = (value: object): readonly string[] => ['--params', JSON.stringify(value)]
const CANDLES = ['--data', 'candles.csv', '--symbol', 'BTC/USDT']
const GRID = ['--strategy', 'grid', ...params({ lower: 90, upper: 110, levels: 5, amount: 0.1 })]
const CROSS = ['--strategy', 'ma-cross', ...params({ fast: 5, slow: 20, amount: 1 }), ...CANDLES]
const EVENTS = [...GRID, '--data', 'events.ndjson']

test.each([
  [CROSS, '2025-01-01', ' cannot be used: the data go from 2024-01-01 00:0'],
  [EVENTS, '2025-01-01', ' cannot be used: the data go from 2024-01-01 00:00:00 to 2024-01-01 00:01:38 UTC'],
])('a period that is not in the data is told which one is: %j', async (args, from, message) => {
  await expect(output(runCommand, [...args, '--from', from], FOLDER)).rejects.toThrow(`--from "${from}`)
  await expect(output(runCommand, [...args, '--from', from], FOLDER)).rejects.toThrow(message)
  await expect(output(runCommand, [...args, '--to', '2023-01-01'], FOLDER)).rejects.toThrow('--to "2023-01-01')
  await expect(output(runCommand, [...args, '--to', '2023-01-01'], FOLDER)).rejects.toThrow(message)
  const swept = ['--vary', 'amount=1', '--from', from]
  await expect(output(sweepCommand, [...args, ...swept], FOLDER)).rejects.toThrow(message)
})

test.each([
  [{ lower: 90, upper: 110, amount: 1 }, 'levels is missing; grid takes exchange'],
  [{ lower: 90, upper: 110, amount: 1 }, 'levels (prices of the grid, both ends included)'],
  [{}, 'lower is missing, upper is missing, levels is missing, amount is missing;'],
  [{ lower: 120, upper: 110, levels: 5, amount: 1 }, 'lower must be below upper'],
  [{ lower: 90, upper: 110, levels: 5, amount: 1, steps: 3 }, '"steps"'],
])('of parameters %j it says what is wrong', async (given, message) => {
  const args = ['--strategy', 'grid', ...params(given), ...CANDLES]
  await expect(output(runCommand, args, FOLDER)).rejects.toThrow(message)
})

test.each([
  ['empty.csv', 'it is empty'],
  ['blank.csv', 'it is empty'],
  ['empty.csv.gz', 'it is empty'],
  ['empty.ndjson', 'it is empty'],
  ['page.csv', 'it is a page of HTML'],
  ['page.ndjson', 'it is a page of HTML'],
])('%s: %s', async (name, message) => {
  const args = [...GRID, '--data', name, '--symbol', 'BTC/USDT']
  await expect(output(runCommand, args, FOLDER)).rejects.toThrow(`${name}" cannot be used: ${message}`)
})

test('a short warm-up says of what, how many were wanted and how many there were', async () => {
  const { text } = await output(runCommand, CROSS, FOLDER)
  expect(text).toMatch(/a warm-up is short: 1m of BTC\/USDT at binance, 0 of \d+ candles/)
})

test('positions that are still open stand beside those that were won and lost', async () => {
  const args = ['--strategy', 'twap', ...params({ side: 'buy', amount: 1, overMs: 600_000, slices: 5 }), ...CANDLES]
  const { text } = await output(runCommand, args, FOLDER)
  expect(text).toContain('0: 0 won, 0 lost, 1 still open (win rate -)')
  const json = await output(runCommand, [...args, '--json', '--out', 'report'], FOLDER)
  expect(JSON.parse(json.text)).toMatchObject({ metrics: { wins: 0, stillOpen: 1 } })
  expect(readFileSync(join(FOLDER, 'report', 'report.html'), 'utf8')).toContain('Win rate: 0 won, 0 lost, 1 still open')
})
