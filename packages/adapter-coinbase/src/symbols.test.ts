import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedSymbol, venueSymbol } from './symbols.ts'

test('both directions agree for any pair', () => {
  const currency = fc.stringMatching(/^[A-Z0-9]{1,10}$/).filter((name) => name !== 'XBT' && name !== 'XDG')
  fc.assert(
    fc.property(currency, currency, (base, quote) => {
      expect(unifiedSymbol(venueSymbol(`${base}/${quote}`))).toBe(`${base}/${quote}`)
    }),
  )
})

test.each([
  ['BTC-USD', 'BTC/USD'],
  ['eth-eur', 'ETH/EUR'],
  [' BTC/USDT ', 'BTC/USDT'],
  ['BTC_USDC', 'BTC/USDC'],
  ['BTCUSDT', 'BTC/USDT'],
  ['BTCUSDC', 'BTC/USDC'],
  ['BTCUSD', 'BTC/USD'],
  ['ETHBTC', 'ETH/BTC'],
  ['USDTUSD', 'USDT/USD'],
  ['XBT/USD', 'BTC/USD'],
  ['XBTEUR', 'BTC/EUR'],
  ['XDG-USD', 'DOGE/USD'],
  ['00-USD', '00/USD'],
  ['1INCH-BTC', '1INCH/BTC'],
])('%j is %s', (spelling, symbol) => {
  expect(unifiedSymbol(spelling)).toBe(symbol)
})

test.each(['', 'BTC', 'USD', 'BTC-', '-USD', 'BTC-USD-PERP', 'BTC USD', 'Ξ-USD', 'B.TCUSD', 'BTCJPY'])(
  '%j is no pair',
  (spelling) => {
    expect(unifiedSymbol(spelling)).toBeUndefined()
  },
)
