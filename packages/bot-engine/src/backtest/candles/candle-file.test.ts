import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Interval } from '@md/types'
import { expect, test } from 'vitest'
import type { PlayedEvent } from '../played-event.ts'
import { type CandleFile, openCandleFile } from './candle-file.ts'
import { type CandleSourceOptions, candleSource } from './candle-source.ts'

const MINUTE = 60_000
const T0 = 1_704_067_200_000
const FOLDER = mkdtempSync(join(tmpdir(), 'candles-'))

function aFile(lines: readonly string[], name = 'candles.csv'): string {
  const path = join(FOLDER, name)
  const text = lines.join('\n')
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

const open = (lines: readonly string[], interval?: Interval, name?: string) =>
  openCandleFile({ path: aFile(lines, name), exchange: 'binance', symbol: 'BTC/USDT', ...(interval && { interval }) })

async function eventsOf(file: CandleFile, options?: CandleSourceOptions): Promise<PlayedEvent[]> {
  const events: PlayedEvent[] = []
  for await (const batch of candleSource(file, { tickers: false, unfinished: false, ...options })) events.push(...batch)
  return events
}

const shown = (events: readonly PlayedEvent[]) =>
  events.map(({ type, data }) =>
    type === 'candle'
      ? [(data.openTime - T0) / MINUTE, data.open, data.high, data.low, data.close, data.volume]
      : [type, 'missed' in data ? data.missed : 0],
  )

const THREE = [
  [0, 10, 14, 9, 12, 5],
  [1, 12, 13, 8, 9, 6],
  [2, 9, 9, 9, 9, 0],
]

const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore'

test.each([
  [
    'Binance klines, 12 columns; 1m',
    [
      '1704067200000,10,14,9,12,5,1704067259999,1,1,1,1,0',
      '1704067260000,12,13,8,9,6,1704067319999,1,1,1,1,0',
      '1704067320000,9,9,9,9,0,1704067379999,0,0,0,0,0',
    ],
  ],
  [
    'Binance klines, 12 columns; 1m',
    [
      '1704067200000000,10,14,9,12,5,1,1,1,1,1,0',
      '1704067260000000,12,13,8,9,6,1,1,1,1,1,0',
      '1704067320000000,9,9,9,9,0,1,0,0,0,0,0',
    ],
  ],
  [
    'Binance klines, with a header; 1m',
    [
      HEADER,
      '1704067200000,10,14,9,12,5,1,1,1,1,1,0',
      '1704067260000,12,13,8,9,6,1,1,1,1,1,0',
      '1704067320000,9,9,9,9,0,1,0,0,0,0,0',
      '',
    ],
  ],
  ['Kraken OHLCVT, 7 columns; 1m', ['1704067200,10,14,9,12,5,3', '1704067260,12,13,8,9,6,2', '1704067320,9,9,9,9,0,0']],
  [
    'Coinbase candles: time, low, high, open, close, volume; 1m, newest first',
    ['1704067320,9,9,9,9,0', '1704067260,8,13,12,9,6', '1704067200,9,14,10,12,5'],
  ],
  [
    'CryptoDataDownload, with a header; 1m, newest first',
    [
      'https://www.CryptoDataDownload.com',
      'Unix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT,tradecount',
      '1704067320000,2024-01-01 00:02:00,BTCUSDT,9,9,9,9,0,0,0',
      '1704067260000,2024-01-01 00:01:00,BTCUSDT,12,13,8,9,6,60,2',
      '1704067200000,2024-01-01 00:00:00,BTCUSDT,10,14,9,12,5,50,3',
    ],
  ],
  [
    'candles, with a header; 1m',
    [
      '"Date";"Open";"High";"Low";"Close";"Volume"\r',
      '2024-01-01 00:00;10;14;9;12;5\r',
      '2024-01-01T00:01:00Z;12;13;8;9;6\r',
      '2024-01-01 00:02:00.000;9;9;9;9;0\r',
    ],
  ],
  [
    'candles: time, open, high, low, close, volume; 1m',
    ['1704067200,10,14,9,12,5', '1704067260,12,13,8,9,6', '1704067320,9,9,9,9,0'],
  ],
])('recognises %s', async (format, lines) => {
  const file = await open(lines)
  expect(file.format).toBe(format)
  expect(shown(await eventsOf(file))).toEqual(THREE)
  expect(file.counts).toEqual({ candles: 3, repeated: 0, holes: 0, missing: 0, largestHole: undefined })
})

test('a packed file is unpacked', async () => {
  const file = await open(['1704067200,10,14,9,12,5,3', '1704067260,12,13,8,9,6,2'], undefined, 'candles.csv.gz')
  expect(await eventsOf(file)).toHaveLength(2)
})

test('holes are told where they are, and counted; a row that was there already is counted and left out', async () => {
  const minutes = [0, 1, 1, 4, 5, 7]
  const file = await open(
    minutes.map((minute) => `${(T0 + minute * MINUTE) / 1_000},1,1,1,1,1,1`),
    '1m',
  )
  expect(shown(await eventsOf(file)).map((row) => row.slice(0, 2))).toEqual([
    [0, 1],
    [1, 1],
    ['gap', 2],
    [4, 1],
    [5, 1],
    ['gap', 1],
    [7, 1],
  ])
  expect(file.counts).toEqual({
    candles: 5,
    repeated: 1,
    holes: 2,
    missing: 3,
    largestHole: { from: T0 + 2 * MINUTE, to: T0 + 4 * MINUTE, missing: 2 },
  })
})

test('a hole names the first and the last candle that is missing', async () => {
  const file = await open(
    [0, 3].map((minute) => `${T0 + minute * MINUTE},1,1,1,1,1,1`),
    '1m',
  )
  expect((await eventsOf(file))[1]?.data).toEqual({
    exchange: 'binance',
    symbol: 'BTC/USDT',
    channel: 'candles',
    from: String(T0 + MINUTE),
    to: String(T0 + 2 * MINUTE),
    missed: 2,
    recovered: false,
    cause: 'drop',
  })
})

test('a part is played, and what came before it is told', async () => {
  const file = await open([0, 1, 2, 3, 4].map((minute) => `${T0 + minute * MINUTE},1,1,1,1,1,1`))
  const before: number[] = []
  const events = await eventsOf(file, {
    from: T0 + 2 * MINUTE,
    to: T0 + 4 * MINUTE,
    before: ({ openTime }) => before.push((openTime - T0) / MINUTE),
  })
  expect([before, shown(events).map(([minute]) => minute)]).toEqual([
    [0, 1],
    [2, 3],
  ])
})

test('weeks begin where the first one begins', async () => {
  const week = 604_800_000
  const file = await open([0, 1, 2].map((n) => `${T0 + n * week},1,1,1,1,1,1`))
  expect([file.interval, (await eventsOf(file)).length]).toEqual(['1w', 3])
})

const GOOD = ['1704067200,10,14,9,12,5,3', '1704067260,12,13,8,9,6,2']

test.each([
  ['1704067320,9,9,9,x,0,0', 'line 3: "1704067320,9,9,9,x,0,0" cannot be used: its close is no number'],
  ['1704067320,9,8,9,9,0,0', 'open and close have to be between low and high'],
  ['1704067320,0,0,0,0,0,0', 'its prices have to be numbers above 0'],
  ['1704067320,9,9,9,9,-1,0', 'its volume has to be a number from 0'],
  ['1704067320,9,9,9,9', 'its volume has to be a number from 0'],
  ['yesterday,9,9,9,9,1,0', 'its time is neither a number since the epoch nor a date'],
  ['1704067321,9,9,9,9,1,0', 'no 1m candle begins at 1704067321000'],
  ['1704067140,9,9,9,9,1,0', 'it is older than the line before'],
])('a wrong row %s names its file and line', async (row, message) => {
  const file = await open([...GOOD, row])
  await expect(eventsOf(file)).rejects.toThrow(message)
  await expect(eventsOf(file)).rejects.toThrow('candles.csv, line 3:')
})

test.each([
  [['Date,Open,High,Low,Close', '2024-01-01,1,1,1,1'], 'it has no column for the volume'],
  [['1,2,3', '4,5,6'], 'without a header there are 12 columns (Binance), 7 (Kraken) or 6'],
  [['words', 'and', 'more', 'words', 'a,b'], 'a file of comma-separated values'],
  [[''], 'a file of comma-separated values'],
  [['1704067200,1,1,1,1,1,1', '1704067207,1,1,1,1,1,1'], 'its rows are 7000 ms apart: say which of 1s'],
  [['1704067200,1,1,1,1,1,1'], 'it has no two sound rows'],
])('%j is refused, with what would do', async (lines, message) => {
  await expect(open(lines)).rejects.toThrow(message)
})

test('a month has no fixed length, and a file that is not there is named', async () => {
  await expect(open(GOOD, '1M')).rejects.toThrow('interval "1M" cannot be used: one of a fixed length')
  const missing = openCandleFile({ path: join(FOLDER, 'none.csv'), exchange: 'binance', symbol: 'BTC/USDT' })
  await expect(missing).rejects.toThrow(/file ".*none.csv" cannot be used: it cannot be read \(ENOENT/)
})
