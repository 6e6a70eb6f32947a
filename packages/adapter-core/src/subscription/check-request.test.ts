import { fakeProtocol } from '@md/adapter-core/testing'
import type { ChannelRequest } from '@md/types'
import { expect, test } from 'vitest'
import { checkRequest } from './check-request.ts'

const check = (request: object) =>
  checkRequest(fakeProtocol({ channels: ['trades', 'orderbook', 'candles'] }), request as ChannelRequest)

test.each([
  { channel: 'trades', symbol: 'BTC/USDT' },
  { channel: 'trades', symbol: '１２３/USDT' },
  { channel: 'orderbook', symbol: 'BTC/USDT' },
  { channel: 'orderbook', symbol: 'BTC/USDT', depth: 1 },
  { channel: 'candles', symbol: 'BTC/USDT', interval: '1m' },
])('%j can be asked for', (request) => {
  expect(() => check(request)).not.toThrow()
})

test.each([
  [
    { channel: 'ticker', symbol: 'BTC/USDT' },
    'channel "ticker" cannot be used: binance has trades, orderbook, candles',
  ],
  [{ channel: 'news', symbol: 'BTC/USDT' }, 'channel "news" cannot be used'],
  [{ channel: 'trades', symbol: 'BTCUSDT' }, 'symbol "BTCUSDT" cannot be used: BASE/QUOTE, as in BTC/USDT'],
  [{ channel: 'trades', symbol: 'BTC/' }, 'symbol "BTC/" cannot be used'],
  [{ channel: 'trades', symbol: 'A/B/C' }, 'symbol "A/B/C" cannot be used'],
  [{ channel: 'trades', symbol: 'BTC /USDT' }, 'symbol "BTC /USDT" cannot be used'],
  [{ channel: 'trades' }, 'symbol undefined cannot be used'],
  [{ channel: 'candles', symbol: 'BTC/USDT', interval: '2m' }, 'interval "2m" cannot be used: binance has 1m, 1h'],
  [{ channel: 'candles', symbol: 'BTC/USDT' }, 'interval undefined cannot be used'],
  [{ channel: 'orderbook', symbol: 'BTC/USDT', depth: 0 }, 'depth 0 cannot be used: a whole number of levels from 1'],
  [{ channel: 'orderbook', symbol: 'BTC/USDT', depth: 1.5 }, 'depth 1.5 cannot be used'],
  [{ channel: 'orderbook', symbol: 'BTC/USDT', depth: '10' }, 'depth "10" cannot be used'],
])('%j cannot, and the reason names what is wrong', (request, message) => {
  expect(() => check(request)).toThrow(message)
})
