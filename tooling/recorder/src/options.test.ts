import { expect, test } from 'vitest'
import { readRecordOptions, requestsFor } from './record-options.ts'
import { readReplayOptions } from './replay-options.ts'

const NEEDED = ['--exchange', 'Kraken', '--symbol', 'BTC/USD', '--channel', 'trades', '--out', 'folder']

test('what to record is read from the flags, several symbols and channels among them', () => {
  const options = readRecordOptions([
    ...['--', ...NEEDED, '--symbol', 'XBTUSD', '--channel', 'candles', '--channel', 'orderbook', '--channel', 'trades'],
    ...[
      '--duration',
      '1.5',
      '--interval',
      '5m',
      '--depth',
      '25',
      '--max-mb',
      '64',
      '--url',
      'ws://x',
      '--rest-url',
      'http://x',
    ],
  ])

  expect(options).toMatchObject({
    exchange: 'kraken',
    symbols: ['BTC/USD', 'XBTUSD'],
    channels: ['trades', 'candles', 'orderbook'],
    durationMs: 1_500,
    folder: 'folder',
    maxBytes: 64 * 1024 * 1024,
  })
  expect(requestsFor('BTC/USD', options)).toEqual([
    { channel: 'trades', symbol: 'BTC/USD' },
    { channel: 'candles', symbol: 'BTC/USD', interval: '5m' },
    { channel: 'orderbook', symbol: 'BTC/USD', depth: 25 },
  ])
})

test('what is not said has a default', () => {
  expect(readRecordOptions(NEEDED)).toMatchObject({ durationMs: undefined, depth: undefined, interval: '1m' })
  expect(readReplayOptions(['folder'])).toEqual({
    help: false,
    folder: 'folder',
    speed: 'max',
    json: false,
    exportTo: undefined,
  })
  expect(readReplayOptions(['folder', '--speed', '10', '--json'])).toMatchObject({ speed: 10, json: true })
})

test('help needs nothing else', () => {
  expect([readRecordOptions(['--help']).help, readReplayOptions(['--help']).help]).toEqual([true, true])
})

test.each([
  [['--exchnage', 'kraken'], 'option "--exchnage" cannot be used: there are --exchange, --symbol'],
  [NEEDED.slice(2), '--exchange undefined cannot be used: one of binance, coinbase, kraken'],
  [
    [...NEEDED.slice(2), '--exchange', 'okx'],
    '--exchange "okx" cannot be used: known, not available; there are binance',
  ],
  [NEEDED.slice(0, 2), '--symbol undefined cannot be used'],
  [NEEDED.slice(0, 4), '--channel undefined cannot be used: one or more of ticker'],
  [NEEDED.slice(0, 6), '--out undefined cannot be used'],
  [[...NEEDED, '--channel', 'books'], '--channel "books" cannot be used: there are ticker, trades'],
  [[...NEEDED, '--duration', '0'], '--duration "0" cannot be used: a number above 0'],
  [[...NEEDED, '--interval', '7m'], '--interval "7m" cannot be used: there are 1s'],
  [[...NEEDED, '--max-mb', '1'], '--max-mb "1" cannot be used: a number from 32'],
  [[...NEEDED, '--duration'], 'options "--exchange Kraken'],
])('record %j is refused, with what is allowed', (args, message) => {
  expect(() => readRecordOptions(args)).toThrow(message)
})

test.each([
  [[], 'folder undefined cannot be used'],
  [['a', 'b'], 'folder "b" cannot be used: one recording at a time'],
  [['a', '--speed', 'fast'], '--speed (or max) "fast" cannot be used: a number above 0'],
  [['a', '--speed', ' '], 'a number above 0'],
  [['a', '--loud'], 'option "--loud" cannot be used: there are --speed, --json, --export, --help'],
  [['a', '--json=yes'], 'options "a --json=yes" cannot be used'],
])('replay %j is refused, with what is allowed', (args, message) => {
  expect(() => readReplayOptions(args)).toThrow(message)
})
