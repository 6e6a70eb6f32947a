import type { MarketEvent, Subscription } from '@md/types'
import { expect, test } from 'vitest'
import { concerns } from './wanted.ts'

const of = (channel: string, symbol = 'BTC/USD') =>
  ({ exchange: 'kraken', channel, symbol, ...(channel === 'candles' ? { interval: '1m' } : {}) }) as Subscription
const event = (type: string, data: object = {}) =>
  ({ type, data: { exchange: 'kraken', symbol: 'BTC/USD', ...data } }) as unknown as MarketEvent

test.each([
  ['trades', 'trade', {}, true],
  ['trades', 'trade', { symbol: 'ETH/USD' }, false],
  ['trades', 'ticker', {}, false],
  ['ticker', 'ticker', {}, true],
  ['orderbook', 'orderbook', {}, true],
  ['candles', 'candle', { interval: '1m' }, true],
  ['candles', 'candle', { interval: '5m' }, false],
  ['candles', 'candle', { interval: '1m', symbol: 'ETH/USD' }, false],
  ['trades', 'candle', { interval: '1m' }, false],
  ['trades', 'gap', { channel: 'trades' }, true],
  ['trades', 'gap', { channel: 'orderbook' }, false],
  ['trades', 'gap', { channel: 'trades', symbol: 'ETH/USD' }, false],
  ['trades', 'exchange:connected', {}, true],
])('a subscription of %s and an event %s %j: %s', (channel, type, data, concerned) => {
  expect(concerns(of(channel), event(type, data))).toBe(concerned)
})
