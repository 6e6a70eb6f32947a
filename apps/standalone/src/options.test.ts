import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('without arguments every exchange is simulated, until Ctrl-C', () => {
  expect(readOptions([], true)).toEqual({
    live: false,
    exchanges: ['binance', 'coinbase', 'kraken'],
    symbols: [],
    durationMs: undefined,
    seed: 1,
    plain: false,
    logLevel: 'silent',
    help: false,
  })
})

test('exchanges and symbols may be given several times, and the separator of pnpm is no argument', () => {
  const options = readOptions(
    ['--', '--live', '--exchange', 'kraken', '--exchange=KRAKEN', '--symbol', 'XBT/USD', '--symbol', 'ETH/USD'],
    true,
  )
  expect(options).toMatchObject({ live: true, exchanges: ['kraken'], symbols: ['XBT/USD', 'ETH/USD'] })
})

test('what is not a terminal gets lines, and so does whoever wants a log', () => {
  expect(readOptions([], false).plain).toBe(true)
  expect(readOptions(['--log-level', 'debug'], true).plain).toBe(true)
})

test.each([
  [['--exchange', 'mtgox'], /"mtgox".*binance, coinbase, kraken/],
  [['--exchange', 'okx'], /known, not available/],
  [['--speed', '3'], /--speed.*--exchange, --symbol/],
  [['--duration', 'soon'], /--duration "soon".*a number from 0.1/],
  [['--duration', '-1'], /--duration/],
  [['--seed', ''], /--seed/],
  [['--log-level', 'loud'], /"loud".*silent, error, warn, info, debug/],
  [['--symbol'], /--symbol/],
  [['stray'], /stray/],
])('%j names what is wrong and what there is', (args, message) => {
  expect(() => readOptions(args, true)).toThrow(InvalidInputError)
  expect(() => readOptions(args, true)).toThrow(message)
})
