import { InvalidInputError, type Subscription } from '@md/types'
import { expect, test } from 'vitest'
import { aManager, TICKER } from '../test/kit.ts'
import { MarketDataWebSocketManager } from './index.ts'

const asSubscription = (value: unknown) => value as Subscription

test.each<[string, unknown, string]>([
  [
    'an unknown exchange',
    { ...TICKER, exchange: 'binnance' },
    'exchange "binnance" cannot be used: use one of binance, coinbase, kraken, bybit, okx',
  ],
  ['no exchange', { channel: 'ticker', symbol: 'BTC/USDT' }, 'exchange undefined cannot be used'],
  [
    'an unknown channel',
    { ...TICKER, channel: 'trade' },
    'channel "trade" cannot be used: use one of ticker, trades, orderbook, candles',
  ],
  [
    "a symbol in a venue's spelling",
    { ...TICKER, symbol: 'BTCUSDT' },
    'symbol "BTCUSDT" cannot be used: use BASE/QUOTE in upper case, as in BTC/USDT',
  ],
  ['a symbol in lower case', { ...TICKER, symbol: 'btc/usdt' }, 'symbol "btc/usdt" cannot be used'],
  ['a symbol of three parts', { ...TICKER, symbol: 'BTC/USDT/PERP' }, 'symbol "BTC/USDT/PERP" cannot be used'],
  ['a symbol that is no text', { ...TICKER, symbol: 7 }, 'symbol 7 cannot be used'],
  [
    'an unknown interval',
    { ...TICKER, channel: 'candles', interval: '7m' },
    'interval "7m" cannot be used: use one of 1s, 1m',
  ],
  ['candles without an interval', { ...TICKER, channel: 'candles' }, 'interval undefined cannot be used'],
  [
    'a depth of 0',
    { ...TICKER, channel: 'orderbook', depth: 0 },
    'depth 0 cannot be used: use a whole number of at least 1',
  ],
  ['a depth that is not whole', { ...TICKER, channel: 'orderbook', depth: 2.5 }, 'depth 2.5 cannot be used'],
  ['a depth that is text', { ...TICKER, channel: 'orderbook', depth: '10' }, 'depth "10" cannot be used'],
  ['no subscription at all', undefined, 'subscription undefined cannot be used'],
])('%s is refused by name before anything is opened', async (_, want, message) => {
  const { made, manager } = aManager()

  const subscribing = manager.subscribe(asSubscription(want))

  await expect(subscribing).rejects.toThrow(InvalidInputError)
  await expect(subscribing).rejects.toThrow(message)
  await subscribing.unsubscribe()
  expect(made()).toBe(0)
})

test.each<[string, unknown]>([
  ['a name', 'some'],
  ['nothing', null],
  ['no window', { throttleMs: 0 }],
  ['text', { throttleMs: '10' }],
  ['longer than any timer', { throttleMs: 2 ** 31 }],
])('conflation by %s is refused', async (_, conflate) => {
  const { made, manager } = aManager()

  await expect(manager.subscribe(TICKER, () => undefined, { conflate: conflate as 'every' })).rejects.toThrow(
    "use 'every', 'latest' or { throttleMs }",
  )
  expect(made()).toBe(0)
})

test('a listener has to be a function', async () => {
  const { manager } = aManager()

  await expect(manager.subscribe(TICKER, 'me' as never)).rejects.toThrow('listener "me" cannot be used: use a function')
  expect(() => manager.on('trade', undefined as never)).toThrow(InvalidInputError)
})

test('an exchange that is known but has no adapter is refused as such', async () => {
  const { manager } = aManager({ exchanges: ['binance', 'kraken'] })
  const refusal =
    'exchange "bybit" is known, not available: no adapter is registered for it (registered: binance, kraken)'

  await expect(manager.connectToExchange('bybit')).rejects.toThrow(refusal)
  await expect(manager.subscribe({ ...TICKER, exchange: 'bybit' })).rejects.toThrow(refusal)
  await expect(manager.instruments('okx')).rejects.toMatchObject({ code: 'EXCHANGE_NOT_AVAILABLE' })
  await expect(new MarketDataWebSocketManager().connectToExchange('okx')).rejects.toThrow('(registered: none)')
})

test('every other way in refuses what it does not know', async () => {
  const { manager } = aManager()
  const unknown = 'ftx' as never

  await expect(manager.connectToExchange(unknown)).rejects.toThrow('exchange "ftx"')
  await expect(manager.disconnectFromExchange(unknown)).rejects.toThrow('exchange "ftx"')
  await expect(manager.subscribeToMarketData('binance', 'ticker', 'BTC-USDT')).rejects.toThrow('symbol "BTC-USDT"')
  expect(() => manager.getConnectionStatus(unknown)).toThrow('exchange "ftx"')
  expect(() => manager.on('trades' as never, () => undefined)).toThrow('event type "trades"')
  expect(() => manager.register(unknown, () => unknown)).toThrow('exchange "ftx"')
  expect(() => new MarketDataWebSocketManager({ adapters: { ftx: () => unknown } as object })).toThrow('exchange "ftx"')
})

test.each<[object, string]>([
  [{ type: 'trades' }, 'event type "trades"'],
  [{ type: ['trade', 'gaps'] }, 'event type "gaps"'],
  [{ exchange: 'ftx' }, 'exchange "ftx"'],
  [{ symbol: 'BTC' }, 'symbol "BTC"'],
  [{ interval: '2m' }, 'interval "2m"'],
  [null as never, 'filter null'],
])('a stream of %j is refused', (filter, message) => {
  expect(() => aManager().manager.events(filter)).toThrow(message)
})

test('a stream without a sensible bound is refused', () => {
  const { manager } = aManager()

  expect(() => manager.events({}, { limit: 0 })).toThrow('limit 0')
  expect(() => manager.events({}, { onFull: 'block' as never })).toThrow(
    'onFull "block" cannot be used: use one of drop-oldest, drop-newest',
  )
})

test.each<[object, string]>([
  [{ maxConnections: 0 }, 'maxConnections 0'],
  [{ linger: -1 }, 'linger -1'],
  [{ disconnectTimeout: Number.NaN }, 'disconnectTimeout'],
  [{ circuitBreaker: { failures: 1.5 } }, 'circuitBreaker.failures 1.5'],
  [{ circuitBreaker: { openMs: Number.POSITIVE_INFINITY } }, 'circuitBreaker.openMs'],
])('an option out of range is refused: %j', (options, message) => {
  expect(() => new MarketDataWebSocketManager(options)).toThrow(message)
})

test('what belongs to another channel is not passed on', async () => {
  const { adapter, manager } = aManager()

  await manager.subscribeToMarketData('binance', 'ticker', 'BTC/USDT', { depth: 10, interval: '1m' })

  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT'])
})

test('symbols outside ASCII are symbols too', async () => {
  const { adapter, manager } = aManager()

  await manager.subscribe({ ...TICKER, symbol: '币安人生/USDT' })
  await manager.subscribe({ ...TICKER, symbol: '1000SATS/USDT' })

  expect(adapter().subscribed.size).toBe(2)
})
