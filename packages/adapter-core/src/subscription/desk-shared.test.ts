import type { FakeProtocolParts } from '@md/adapter-core/testing'
import { expect, test } from 'vitest'
import { anAdapterWith } from '../../test/an-adapter-with.ts'

const BTC = 'BTC/USDT'
const TRADES = { channel: 'trades', symbol: BTC } as const
const CANDLES = { channel: 'candles', symbol: BTC, interval: '1m' } as const
const HOURS = { channel: 'candles', symbol: BTC, interval: '1h' } as const

/** A venue without candles: they are made of its trades. */
const WITHOUT_CANDLES: FakeProtocolParts = {
  candles: 'trades',
  upstream: (request) => (request.channel === 'candles' ? { channel: 'trades', symbol: request.symbol } : request),
}

test('candles made of trades and the trades themselves are one subscription at the venue', async () => {
  const { adapter, exchange, say, told } = await anAdapterWith(WITHOUT_CANDLES, CANDLES, TRADES, HOURS)

  say(1)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT'])
  expect([told('trade').length, told('candle').map(({ interval }) => interval)]).toEqual([1, ['1m', '1h']])
  expect(adapter.getMetrics().subscriptions).toBe(3)
})

test('trades that only candles are made of are not told, nor what is missing of them', async () => {
  const { say, told, advance } = await anAdapterWith(WITHOUT_CANDLES, CANDLES)

  say(1)
  say(3)
  await advance(5_000, 5)

  expect([told('trade'), told('gap')]).toEqual([[], []])
  expect(told('candle').at(-1)).toMatchObject({ volume: 2, partial: true })
})

test('a subscription that others live on is given up with the last of them', async () => {
  const { adapter, exchange, say, told, advance, clock } = await anAdapterWith(WITHOUT_CANDLES, CANDLES, TRADES)

  await adapter.unsubscribe(TRADES)
  say(1)
  await advance(0)
  expect([told('trade'), told('candle').length, exchange.socket.asked.length]).toEqual([[], 1, 1])
  await adapter.unsubscribe(CANDLES)
  say(2)
  await advance(0)

  expect([told('candle').length, exchange.socket.asked.at(-1)]).toEqual([1, 'unsubscribe trades:BTC/USDT'])
  await adapter.disconnect()
  expect(clock.pending).toBe(0)
})
