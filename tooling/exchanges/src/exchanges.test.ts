import { startExchange } from '@md/exchange-simulator'
import type { Subscription } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { AVAILABLE, adapterOf } from './adapters.ts'
import { factoriesOf } from './factories.ts'
import { referenceOf } from './reference.ts'
import { toExchange } from './to-exchange.ts'
import { unifiedWants } from './unified-wants.ts'

const NOWHERE = { binance: {}, coinbase: {}, kraken: {} }

test('every exchange there is has its adapter, and takes the options of all', () => {
  const made = AVAILABLE.map((exchange) => adapterOf(exchange, { liveQuotes: true }).exchange)
  expect(made).toEqual(AVAILABLE)
})

test('a manager gets factories of the exchanges it was told, and what it says itself is stronger', () => {
  const endpoints = { ...NOWHERE, kraken: { timeout: -1 } }
  const factories = factoriesOf({ exchanges: ['kraken'], endpoints }, {})
  expect(Object.keys(factories)).toEqual(['kraken'])
  expect(() => factories.kraken?.({})).toThrow('timeout')
  expect(factories.kraken?.({ timeout: 1_000 }).exchange).toBe('kraken')
})

test('an exchange is found by its name, and one that is not there is named beside those that are', () => {
  expect(toExchange('--exchange', 'Kraken')).toBe('kraken')
  expect(() => toExchange('--exchange', 'bybit')).toThrow(/--exchange "bybit".*known, not available.*binance, coinbase/)
  expect(() => toExchange('--exchange', 'nope')).toThrow(/--exchange "nope".*there are binance/)
})

test('what is written as the exchange writes it is wanted in our spelling, each of its own exchange', async () => {
  const kraken = await startExchange({ exchange: 'kraken' })
  onTestFinished(() => kraken.close())
  const wants: readonly Subscription[] = [
    { exchange: 'kraken', symbol: 'XETH/ZUSD', channel: 'orderbook', depth: 100 },
    { exchange: 'kraken', symbol: 'BTC/USD', channel: 'trades' },
    { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades' },
  ]
  const endpoints = { ...NOWHERE, kraken: { url: kraken.url, restUrl: kraken.restUrl } }
  expect(await unifiedWants({ exchanges: ['kraken'], endpoints }, wants, {})).toEqual([
    { exchange: 'kraken', symbol: 'ETH/USD', channel: 'orderbook', depth: 100 },
    { exchange: 'kraken', symbol: 'BTC/USD', channel: 'trades' },
  ])
})

test('what an exchange lists and traded before is known without a connection, of those it was told alone', async () => {
  const kraken = await startExchange({ exchange: 'kraken' })
  onTestFinished(() => kraken.close())
  const endpoints = { ...NOWHERE, kraken: { url: kraken.url, restUrl: kraken.restUrl } }
  const reference = referenceOf({ exchanges: ['kraken'], endpoints }, {})
  const instruments = await reference.instruments('kraken')
  expect(instruments).toContainEqual(expect.objectContaining({ symbol: 'BTC/USD', base: 'BTC', quote: 'USD' }))

  const from = performance.timeOrigin + performance.now() - 3_600_000
  const market = { exchange: 'kraken', symbol: 'BTC/USD' } as const
  expect((await reference.candles(market, '1m', from, from + 600_000)).length).toBeGreaterThan(5)
  expect(kraken.connections).toBe(0)
  await expect(reference.instruments('binance')).rejects.toThrow('exchange "binance" cannot be used: there are kraken')
})
