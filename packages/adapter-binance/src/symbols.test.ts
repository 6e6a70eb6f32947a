import fc from 'fast-check'
import { expect, test } from 'vitest'
import { QUOTES, unifiedSymbol, venueSymbol } from './symbols.ts'

test.each([
  ['BTC/USDT', 'BTCUSDT'],
  ['eth/btc', 'ETHBTC'],
  ['1000SATS/FDUSD', '1000SATSFDUSD'],
  ['币安人生/USDT', '币安人生USDT'],
])('%s is %s at Binance', (symbol, expected) => {
  expect(venueSymbol(symbol)).toBe(expected)
})

test.each([
  ['BTC/USDT', 'BTC/USDT'],
  ['btc/usdt', 'BTC/USDT'],
  ['ETH-BTC', 'ETH/BTC'],
  ['sol_usdc', 'SOL/USDC'],
  [' BTCUSDT ', 'BTC/USDT'],
  ['btcfdusd', 'BTC/FDUSD'],
  ['BTCTUSD', 'BTC/TUSD'],
  ['USDCUSDT', 'USDC/USDT'],
  ['１２３４５６USDT', '１２３４５６/USDT'],
])('%s means %s', (spelling, expected) => {
  expect(unifiedSymbol(spelling)).toBe(expected)
})

test.each(['', 'USDT', 'BTC/', '/USDT', 'BTC/USDT/X', 'BTC USDT', 'BTCUSDS', 'BTC-USDT-PERP', '///'])(
  'no rule tells what "%s" means',
  (spelling) => {
    expect(unifiedSymbol(spelling)).toBeUndefined()
  },
)

test('no quote ends with another one, so that a symbol can be divided in one way only', () => {
  for (const quote of QUOTES) {
    expect(QUOTES.filter((other) => other !== quote && quote.endsWith(other))).toEqual([])
  }
})

test('what goes to Binance comes back', () => {
  const base = fc.stringMatching(/^[A-Z0-9]{1,10}$/)
  fc.assert(
    fc.property(base, fc.constantFrom(...QUOTES), (currency, quote) => {
      const symbol = `${currency}/${quote}`
      expect(unifiedSymbol(venueSymbol(symbol))).toBe(symbol)
      expect(unifiedSymbol(symbol)).toBe(symbol)
    }),
  )
})

test('any text has a meaning of base and quote, or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(unifiedSymbol(text) ?? 'A/B').toMatch(/^[^\s/]+\/[^\s/]+$/u)
    }),
  )
})
