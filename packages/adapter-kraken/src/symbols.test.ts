import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restPair, unifiedSymbol, venueSymbol } from './symbols.ts'

describe('our spelling', () => {
  test.each([
    ['BTC/USD', 'BTC/USD'],
    ['XBT/USD', 'BTC/USD'],
    ['ETH/XBT', 'ETH/BTC'],
    ['XDG/USD', 'DOGE/USD'],
    ['XDG/XBT', 'DOGE/BTC'],
    [' btc-usd ', 'BTC/USD'],
    ['xbt_usdt', 'BTC/USDT'],
    ['XBTUSD', 'BTC/USD'],
    ['BTCUSDT', 'BTC/USDT'],
    ['XDGUSD', 'DOGE/USD'],
    ['ETHXBT', 'ETH/BTC'],
    ['SOLETH', 'SOL/ETH'],
    ['USDTUSD', 'USDT/USD'],
    ['XXBTZUSD', 'BTC/USD'],
    ['XXDGXXBT', 'DOGE/BTC'],
    ['XETHZEUR', 'ETH/EUR'],
    ['ZEURZUSD', 'EUR/USD'],
    ['XXBT/ZUSD', 'BTC/USD'],
    ['XTZUSD', 'XTZ/USD'],
    ['AAPLx/USD', 'AAPLX/USD'],
  ])('of %s is %s', (spelling, symbol) => {
    expect(unifiedSymbol(spelling)).toBe(symbol)
  })

  test.each(['', 'BTC', 'USD', 'BTC/', '/USD', 'A/B/C', 'KSMDOT', 'B TCUSD', 'BTC-', 'XABCZUSX'])(
    'of %j is not known',
    (spelling) => {
      expect(unifiedSymbol(spelling)).toBeUndefined()
    },
  )

  test('comes back from Kraken’s, whatever the currencies', () => {
    const name = fc.stringMatching(/^[A-Z0-9]{2,6}$/).filter((text) => unifiedSymbol(`${text}/USD`) === `${text}/USD`)

    fc.assert(
      fc.property(name, name, (base, quote) => {
        const symbol = `${base}/${quote}`
        expect(unifiedSymbol(venueSymbol(symbol))).toBe(symbol)
      }),
    )
  })

  test('comes back from the spelling of REST, where the quote is well known', () => {
    for (const symbol of ['BTC/USD', 'DOGE/USD', 'ETH/BTC', 'SOL/EUR', 'USDC/USDT']) {
      expect(unifiedSymbol(restPair(symbol))).toBe(symbol)
    }
  })
})

test('the WebSocket spells as we do, REST in the old way', () => {
  expect(venueSymbol('btc/usd')).toBe('BTC/USD')
  expect(restPair('BTC/USD')).toBe('XBTUSD')
  expect(restPair('DOGE/BTC')).toBe('XDGXBT')
  expect(restPair('SOL/USD')).toBe('SOLUSD')
})
