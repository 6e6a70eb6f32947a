import type { Candle, Gap, Ticker, Trade } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aManager, aRecorder, CANDLES, TICKER, TRADES } from '../test/kit.ts'

test.each<[string, Partial<Ticker>]>([
  ['zero', { last: 0 }],
  ['a negative number', { last: -1 }],
  ['not a number', { last: Number.NaN }],
  ['endless', { last: Number.POSITIVE_INFINITY }],
  ['text', { last: '100' as never }],
  ['missing', { last: undefined as never }],
])('a ticker whose price is %s is counted and delivered to nobody', async (_, particulars) => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()
  const stream = manager.events({ type: 'ticker' })
  await manager.subscribe(TICKER, recorder.listen)
  recorder.events.length = 0

  adapter().emit('ticker', aTicker(particulars))
  adapter().emit('ticker', aTicker({ last: 2 }))

  expect(recorder.events).toHaveLength(1)
  expect(stream.size).toBe(1)
  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({
    messagesReceived: 3,
    events: { ticker: 1 },
    skipped: { number: 1, shape: 0 },
  })
})

test('amounts and candles are looked at as well; an empty side and very large numbers are fine', async () => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()
  for (const want of [TICKER, TRADES, CANDLES]) await manager.subscribe(want, recorder.listen)
  recorder.events.length = 0
  const bad: [Partial<Ticker>[], Partial<Trade>[], Partial<Candle>[]] = [
    [{ bid: Number.NaN }, { ask: -1 }],
    [{ amount: 0 }, { amount: Number.NaN }, { price: -5 }],
    [{ low: 0 }, { volume: Number.NaN }, { high: Number.NEGATIVE_INFINITY }],
  ]
  for (const ticker of bad[0]) adapter().emit('ticker', aTicker(ticker))
  for (const trade of bad[1]) adapter().emit('trade', aTrade(trade))
  for (const candle of bad[2]) adapter().emit('candle', aCandle(candle))
  expect(recorder.events).toEqual([])

  adapter().emit('ticker', aTicker({ bid: 0, ask: 0 }))
  adapter().emit('trade', aTrade({ price: Number.MAX_VALUE, amount: Number.MIN_VALUE }))
  adapter().emit('candle', aCandle({ volume: 0 }))

  expect(recorder.events).toHaveLength(3)
  expect(manager.getSystemMetrics().exchanges.binance?.skipped.number).toBe(8)
})

test('what has no shape does no harm, and is counted', async () => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()
  await manager.subscribe(TRADES, recorder.listen)
  recorder.events.length = 0

  for (const data of [
    undefined,
    null,
    7,
    'trade',
    {},
    aTrade({ symbol: undefined as never }),
    aTrade({ exchange: 'kraken' }),
  ]) {
    adapter().emit('trade', data as Trade)
  }
  adapter().emit('gap', { exchange: 'binance' } as Gap)

  expect(recorder.events).toEqual([])
  expect(manager.getSystemMetrics().exchanges.binance?.skipped.shape).toBe(8)
})

test('what nobody subscribed to is counted, and heard only by those who listen for its type', async () => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()
  const heard: string[] = []
  const stream = manager.events({ symbol: 'DOGE/USDT' })
  manager.on('trade', ({ symbol }) => heard.push(symbol))
  await manager.subscribe(TRADES, recorder.listen)
  recorder.events.length = 0

  adapter().emit('trade', aTrade({ symbol: 'DOGE/USDT' }))

  expect(recorder.events).toEqual([])
  expect(heard).toEqual(['DOGE/USDT'])
  expect(stream.size).toBe(1)
  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({ unrequested: 1, events: { trade: 1 } })
})
