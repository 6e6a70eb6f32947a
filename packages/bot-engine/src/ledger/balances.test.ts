import { expect, test } from 'vitest'
import { exact } from '../decimal/exact.ts'
import { Balances } from './balances.ts'
import { lockOf } from './lock-of.ts'
import { received } from './received.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

const of = (asset: string, free: string, locked = '0') => ({ asset, free, locked })

test('nothing is known of a venue that has told no balances', () => {
  const balances = new Balances()
  balances.tell('kraken', of('BTC', '1'))

  expect(balances.free('binance', 'BTC')).toBeUndefined()
  expect(balances.of('binance', 'BTC')).toBeUndefined()
})

test('an asset the venue does not name is not there', () => {
  const balances = new Balances()
  balances.tell('binance', of('BTC', '1'))
  expect(balances.free('binance', 'USDT')).toBe('0')
})

test('the last word counts, for each venue by itself', () => {
  const balances = new Balances()
  balances.tell('binance', of('BTC', '1'))
  balances.tell('kraken', of('BTC', '5'))
  balances.tell('binance', of('BTC', '0.25', '0.75'))

  expect(balances.free('binance', 'BTC')).toBe('0.25')
  expect(balances.of('binance', 'BTC')).toEqual(of('BTC', '0.25', '0.75'))
  expect(balances.free('kraken', 'BTC')).toBe('5')
})

test('a venue that tells all its balances has no others', () => {
  const balances = new Balances()
  balances.tell('binance', of('BTC', '1'))
  balances.replace('binance', [of('USDT', '100')])

  expect([balances.free('binance', 'BTC'), balances.free('binance', 'USDT')]).toEqual(['0', '100'])

  balances.replace('binance', [])
  expect(balances.free('binance', 'USDT')).toBe('0')
})

test('survives as JSON', () => {
  const balances = new Balances()
  balances.tell('binance', of('BTC', '1', '2'))
  balances.replace('kraken', [])
  const restored = Balances.restore(JSON.parse(JSON.stringify(balances.snapshot())))

  expect(restored.snapshot()).toEqual(balances.snapshot())
  expect([restored.free('kraken', 'BTC'), restored.free('binance', 'BTC')]).toEqual(['0', '1'])
})

test('what a fill brought is free at once, until the venue says how much there is', () => {
  const balances = new Balances()
  balances.receive('binance', 'BTC', exact('1'))
  expect(balances.free('binance', 'BTC')).toBeUndefined()
  balances.tell('binance', of('USDT', '100'))
  balances.receive('binance', 'BTC', exact('0.5'))
  balances.receive('binance', 'BTC', exact('0.25'))
  expect(balances.free('binance', 'BTC')).toBe('0.75')
  balances.tell('binance', of('BTC', '0.7'))
  expect(balances.free('binance', 'BTC')).toBe('0.7')
})

test('what an order held is free with its end, but never more than the venue says is locked', () => {
  const balances = new Balances()
  balances.release('binance', 'BTC', exact('1'))
  expect(balances.free('binance', 'BTC')).toBeUndefined()
  balances.tell('binance', of('BTC', '0.5', '2'))
  balances.release('binance', 'USDT', exact('1'))
  expect(balances.free('binance', 'USDT')).toBe('0')
  balances.release('binance', 'BTC', exact('1.25'))
  expect(balances.of('binance', 'BTC')).toEqual(of('BTC', '1.75', '0.75'))
  balances.release('binance', 'BTC', exact('1'))
  expect(balances.of('binance', 'BTC')).toEqual(of('BTC', '2.5', '0'))
})

const terms = { side: 'sell', type: 'limit', amount: '2', price: '100' } as const

test.each([
  ['a sell holds what of it is not filled', terms, '0.5', ['BTC', '1.5']],
  ['a sell that waits for its stop price does too', { ...terms, type: 'stop', stopPrice: '99' }, '0', ['BTC', '2']],
  ['a buy holds at least its price', { ...terms, side: 'buy' }, '0.5', ['USDT', '150']],
  ['a buy without a price holds nobody knows what', { side: 'buy', type: 'stop', amount: '1' }, '0', undefined],
  ['an order at market does not last, and holds nothing', { ...terms, type: 'market' }, '0', undefined],
  ['nor does one that is immediate or cancelled', { ...terms, timeInForce: 'IOC' }, '0', undefined],
] as const)('%s', (_name, request, filled, expected) => {
  const held = lockOf({ request, filled }, { base: 'BTC', quote: 'USDT' })
  expect(held && [held.asset, held.amount.toFixed()]).toEqual(expected)
})

test.each([
  ['buy', 'BTC', 'BTC', '1.999'],
  ['buy', 'BNB', 'BTC', '2'],
  ['sell', 'USDT', 'USDT', '199.999'],
  ['sell', 'BNB', 'USDT', '200'],
] as const)('a %s with its fee in %s brings %s: %s', (side, feeAsset, asset, amount) => {
  const fill = { ...MARKET, tradeId: '1', clientOrderId: 'a', price: '100', amount: '2', fee: '0.001', timestamp: 0 }
  const got = received({ ...fill, side, feeAsset, liquidity: 'taker' }, { base: 'BTC', quote: 'USDT' })
  expect([got.asset, got.amount.toFixed()]).toEqual([asset, amount])
})
