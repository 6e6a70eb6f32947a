import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aHostAndAnExecutor } from '../test/host-and-executor.ts'
import { aBook, aRecorder, BOOK, settled, TICKER, TRADES } from '../test/kit.ts'

async function aLiveExecutor() {
  const all = await aHostAndAnExecutor()
  const { executor, host } = all
  const [books, tickers] = [aRecorder(), aRecorder()]
  await executor.manager.subscribe(BOOK, books.listen)
  await executor.manager.subscribe(TICKER, tickers.listen)
  await settled()
  executor.clock.advance(200)
  const book = aBook()
  host.adapter().emit('orderbook', book.snapshot([[100, 1]], [[101, 1]]))
  host.adapter().emit('ticker', aTicker())
  return { ...all, book, books, tickers }
}

test('when the bridge is lost everything fed by it is stale within two seconds, and its listeners hear so', async () => {
  const { books, executor, executorBridge, tickers } = await aLiveExecutor()
  const remote = executor.manager.orderBook('binance', 'BTC/USDT')
  expect(remote?.status).toBe('live')

  executorBridge.setConnected(false)
  executor.clock.advance(2_000)

  expect(remote?.status).toBe('stale')
  expect(books.events.slice(-2)).toMatchObject([
    { type: 'orderbook', data: { status: 'stale', change: undefined } },
    { type: 'exchange:disconnected', data: { exchange: 'binance', state: 'RECONNECTING', previous: 'CONNECTED' } },
  ])
  expect(tickers.events.map(({ type }) => type)).toEqual(['ticker', 'exchange:disconnected'])
  expect(executor.manager.getConnectionStatus('binance')).toBe('RECONNECTING')
})

test('when it is back everything is as its host last said, once', async () => {
  const { book, books, executor, executorBridge, host, tickers } = await aLiveExecutor()
  executorBridge.setConnected(false)
  executor.clock.advance(2_000)
  executorBridge.setConnected(true)
  executor.clock.advance(200)

  expect(executor.manager.orderBook('binance', 'BTC/USDT')?.status).toBe('live')
  expect(tickers.events.map(({ type }) => type)).toEqual(['ticker', 'exchange:disconnected', 'exchange:connected'])
  expect(books.events.slice(-2).map(({ type }) => type)).toEqual(['exchange:connected', 'orderbook'])
  expect(executor.manager.getSystemMetrics().exchanges.binance).toMatchObject({ state: 'CONNECTED', reconnects: 1 })
  host.adapter().emit('orderbook', book.update([[100, 2]]))
  expect(executor.manager.orderBook('binance', 'BTC/USDT')).toMatchObject({ status: 'live', sequence: 1 })
})

test('a book whose levels are lost is not live because the bridge is back', async () => {
  const { book, executor, executorBridge, host } = await aLiveExecutor()
  book.update([[100, 2]])
  host.adapter().emit('orderbook', book.update([[100, 3]]))
  expect(executor.manager.orderBook('binance', 'BTC/USDT')?.status).toBe('syncing')

  executorBridge.setConnected(false)
  executor.clock.advance(200)
  executorBridge.setConnected(true)
  executor.clock.advance(200)
  expect(executor.manager.orderBook('binance', 'BTC/USDT')?.status).toBe('syncing')
})

test('an exchange that was lost already is not lost again, and does not come back by the bridge alone', async () => {
  const { executor, executorBridge, host, tickers } = await aLiveExecutor()
  host.adapter().drop()
  tickers.events.length = 0
  executorBridge.setConnected(false)
  executor.clock.advance(200)
  executorBridge.setConnected(true)
  executor.clock.advance(200)

  expect(tickers.events).toEqual([])
  expect(executor.manager.getConnectionStatus('binance')).toBe('RECONNECTING')
})

test('what the host says of its exchange is heard after the return', async () => {
  const { executor, executorBridge, host, tickers } = await aLiveExecutor()
  executorBridge.setConnected(false)
  executor.clock.advance(200)
  executorBridge.setConnected(true)
  host.adapter().emit('ticker', aTicker())
  host.adapter().drop()
  executor.clock.advance(200)

  expect(tickers.events.slice(1).map(({ type }) => type)).toEqual([
    'exchange:disconnected',
    'ticker',
    'exchange:disconnected',
    'exchange:reconnecting',
  ])
  expect(executor.manager.getConnectionStatus('binance')).toBe('RECONNECTING')
})

test('a bridge that was never there has nothing to lose, and one that is disconnected on purpose loses nothing', async () => {
  const { executor, executorBridge, host } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  executorBridge.connect = () => Promise.reject(new Error('not there'))
  await executor.manager.subscribe(TRADES, recorder.listen)
  await settled()
  executor.clock.advance(5_000)
  executorBridge.setConnected(true)
  executor.clock.advance(5_000)
  host.adapter().emit('trade', aTrade())
  expect(recorder.events.map(({ type }) => type)).toEqual(['trade'])

  await executor.manager.disconnectAll()
  executor.clock.advance(5_000)
  expect(recorder.events.map(({ type }) => type)).toEqual(['trade'])
})
