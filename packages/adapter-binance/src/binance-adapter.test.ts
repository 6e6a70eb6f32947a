import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { BinanceAdapter, type BinanceOptions } from './index.ts'

test('an adapter can be made of nothing, and opens nothing', () => {
  const adapter = new BinanceAdapter()
  expect(adapter.exchange).toBe('binance')
  expect(adapter.state).toBe('DISCONNECTED')
})

test.each<[string, BinanceOptions]>([
  ['url', { url: 'https://stream.binance.com:9443/stream' }],
  ['timeout', { timeout: -1 }],
  ['liveQuotes', { liveQuotes: 1 as unknown as boolean }],
])('an option that cannot be used is named: %s', (name, options) => {
  expect(() => new BinanceAdapter(options)).toThrow(InvalidInputError)
  expect(() => new BinanceAdapter(options)).toThrow(new RegExp(`^${name} `))
})
