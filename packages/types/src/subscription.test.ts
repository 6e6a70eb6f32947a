import { expect, test } from 'vitest'
import { CHANNELS, isChannelType, requestKey } from './subscription.ts'

test('a request is known by its channel and symbol, and candles by their interval too', () => {
  expect(requestKey({ channel: 'trades', symbol: 'BTC/USDT' })).toBe('trades:BTC/USDT')
  expect(requestKey({ channel: 'candles', symbol: 'BTC/USDT', interval: '1m' })).toBe('candles:BTC/USDT:1m')
})

test('a book is the same book however deep it is wanted', () => {
  const keys = [undefined, 10, 1_000].map((depth) =>
    requestKey({ channel: 'orderbook', symbol: 'BTC/USDT', ...(depth === undefined ? {} : { depth }) }),
  )

  expect(new Set(keys)).toEqual(new Set(['orderbook:BTC/USDT']))
})

test('only what is listed is a channel', () => {
  expect(CHANNELS.every(isChannelType)).toBe(true)
  for (const value of ['trade', 'ORDERBOOK', '', undefined]) expect(isChannelType(value)).toBe(false)
})
