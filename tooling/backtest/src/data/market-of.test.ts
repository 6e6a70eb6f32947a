import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder, aRecording, heardTimes } from '../../test/recording.ts'
import { tickersText } from '../../test/tickers.ts'
import { marketOf } from './market-of.ts'

const CSV = { kind: 'candles', path: 'candles.csv' } as const

test.each([
  ['binance', 'BTCUSDT', 'BTC/USDT'],
  ['binance', 'btc-usdt', 'BTC/USDT'],
  ['coinbase', 'BTC-USD', 'BTC/USD'],
  ['kraken', 'XBT/USD', 'BTC/USD'],
  ['kraken', 'XXBTZUSD', 'BTC/USD'],
  ['kraken', 'BTC/USD', 'BTC/USD'],
  ['Kraken', 'BTC/USD', 'BTC/USD'],
])('%s writes %s: it is %s', async (exchange, symbol, unified) => {
  expect(await marketOf(CSV, { exchange, symbol })).toEqual({ exchange: exchange.toLowerCase(), symbol: unified })
})

test('what nobody spells like that is refused', async () => {
  await expect(marketOf(CSV, { exchange: 'kraken', symbol: 'bitcoin' })).rejects.toThrow(
    '--symbol "bitcoin" cannot be used: BASE/QUOTE',
  )
})

function anEventFile(symbols: readonly string[]) {
  const path = join(aFolder(), 'events.ndjson')
  writeFileSync(path, tickersText(20, { symbols }))
  return { kind: 'events', path } as const
}

test('the only market of a file is taken without being named', async () => {
  const file = anEventFile(['BTC/USD'])
  expect(await marketOf(file, { exchange: undefined, symbol: undefined })).toEqual({
    exchange: 'kraken',
    symbol: 'BTC/USD',
  })
  await expect(marketOf(file, { exchange: 'binance', symbol: undefined })).rejects.toThrow('BTC/USD of kraken')
})

test('of several markets one has to be named, and they are listed', async () => {
  await expect(
    marketOf(anEventFile(['BTC/USD', 'ETH/USD']), { exchange: undefined, symbol: undefined }),
  ).rejects.toThrow(/^--symbol is missing: .*BTC\/USD of kraken, ETH\/USD of kraken/)
})

test('a folder that is no recording is refused as such', async () => {
  const path = join(aFolder(), 'empty')
  mkdirSync(path)
  await expect(marketOf({ kind: 'recording', path }, { exchange: undefined, symbol: undefined })).rejects.toThrow()
})

test('the only market of a recording is taken', async () => {
  const { folder } = await aRecording('kraken', { until: (adapter) => heardTimes(adapter, 'ticker', 1) })
  expect(await marketOf({ kind: 'recording', path: folder }, { exchange: undefined, symbol: undefined })).toEqual({
    exchange: 'kraken',
    symbol: 'BTC/USD',
  })
})
