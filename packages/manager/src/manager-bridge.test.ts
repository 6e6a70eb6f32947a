import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aHostAndAnExecutor, twoBridges } from '../test/host-and-executor.ts'
import { aBook, aManager, aRecorder, BOOK, CANDLES, settled, TICKER, TRADES } from '../test/kit.ts'

test('what adapters say is published, and the bridge is connected when it is first needed', async () => {
  const { host, hostBridge } = await aHostAndAnExecutor()
  hostBridge.published.length = 0

  host.adapter().emit('trade', aTrade({ id: '1' }))
  host.adapter().emit('trade', aTrade({ price: -1 }))
  host.adapter().drop()

  expect(hostBridge.published.map(({ type }) => type)).toEqual([
    'trade',
    'exchange:disconnected',
    'exchange:reconnecting',
  ])
  expect(hostBridge.calls).toEqual(['connect'])
})

test('an executor hears, through the same feed, what the host hears', async () => {
  const { executor, host } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  const errors: string[] = []
  executor.manager.on('gap', ({ channel }) => errors.push(channel))
  await executor.manager.subscribe(TRADES, recorder.listen)
  await executor.manager.subscribe(CANDLES, recorder.listen)

  host.adapter().emit('trade', aTrade({ id: '7' }))
  host.adapter().emit('ticker', aTicker())
  host.adapter().emit('candle', aCandle())
  host.adapter().emit('candle', aCandle({ interval: '1h' }))
  const gap = {
    exchange: 'binance',
    symbol: 'BTC/USDT',
    channel: 'trades',
    missed: 1,
    recovered: false,
    cause: 'drop',
  } as const
  host.adapter().emit('gap', gap)

  expect(recorder.events).toEqual([
    { type: 'trade', data: aTrade({ id: '7' }) },
    { type: 'candle', data: aCandle() },
    { type: 'gap', data: gap },
  ])
  expect(errors).toEqual(['trades'])
  expect(executor.manager.getSystemMetrics().exchanges.binance).toMatchObject({
    source: 'bridge',
    events: { trade: 1, candle: 1 },
    subscriptions: 2,
  })
})

test("a book over the bridge is the host's book, live with its first snapshot", async () => {
  const { executor, host } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  await executor.manager.subscribe({ ...BOOK, depth: 10 }, recorder.listen)
  const book = aBook()
  host.adapter().emit('orderbook', book.snapshot([[100, 1]], [[101, 1]]))
  host.adapter().emit('orderbook', book.update([[100.5, 3]]))

  const remote = executor.manager.orderBook('binance', 'BTC/USDT')

  expect(remote).toMatchObject({ status: 'live', sequence: 1 })
  expect(remote?.bids.top(2)).toEqual([
    [100.5, 3],
    [100, 1],
  ])
  expect(recorder.events).toHaveLength(2)
  book.update([[100.5, 4]])
  host.adapter().emit('orderbook', book.update([[100.5, 5]]))
  expect(recorder.events.slice(2).map(({ type }) => type)).toEqual(['gap', 'orderbook'])
  expect(remote?.status).toBe('syncing')
})

test('says what it takes and what it wants, once however many want it, and gives it back', async () => {
  const { executor, executorBridge } = await aHostAndAnExecutor()
  const trades = await executor.manager.subscribe(TRADES)
  const again = await executor.manager.subscribe(TRADES)
  const book = await executor.manager.subscribe({ ...BOOK, depth: 20 })
  await executor.manager.subscribe({ ...BOOK, depth: 50 })
  await settled()

  const market = '{"exchange":"binance","symbol":"BTC/USDT"}'
  const taken = executorBridge.calls.filter((call) => call.startsWith('subscribe'))
  expect(taken).toEqual([
    `subscribe trade ${market}`,
    `subscribe gap ${market}`,
    'subscribe exchange:connected {"exchange":"binance"}',
    'subscribe exchange:disconnected {"exchange":"binance"}',
    'subscribe exchange:reconnecting {"exchange":"binance"}',
    'subscribe exchange:error {"exchange":"binance"}',
    `subscribe orderbook ${market}`,
  ])
  expect(executorBridge.wants).toEqual([TRADES, { ...BOOK, depth: 50 }])

  for (const handle of [trades, again, book]) await handle.unsubscribe()
  await settled()
  expect(executorBridge.calls.filter((call) => call.startsWith('unsubscribe'))).toEqual([`unsubscribe trade ${market}`])
  expect(executorBridge.wants).toEqual([{ ...BOOK, depth: 50 }])
  await executor.manager.disconnectFromExchange('binance')
  expect(executorBridge.getMetrics().subscriptions).toBe(0)
})

test('an exchange with an adapter of its own is not also taken from the bridge, and nothing is echoed', async () => {
  const [first, second] = twoBridges()
  const one = aManager({ bridge: first })
  const other = aManager({ bridge: second })
  const recorder = aRecorder()
  await one.manager.subscribe(TRADES)
  await other.manager.subscribe(TRADES, recorder.listen)
  await second.subscribe('trade', {})
  recorder.events.length = 0

  one.adapter().emit('trade', aTrade({ id: 'theirs' }))
  other.adapter().emit('trade', aTrade({ id: 'ours' }))

  expect(recorder.events).toMatchObject([{ data: { id: 'ours' } }])
  expect(other.manager.getSystemMetrics().exchanges.binance).toMatchObject({
    events: { trade: 1 },
    skipped: { 'direct-wins': 1 },
  })
  expect(second.published.filter(({ type }) => type === 'trade')).toMatchObject([{ data: { id: 'ours' } }])
})

test('what comes over the bridge is not published again', async () => {
  const { executor, executorBridge, host } = await aHostAndAnExecutor()
  await executor.manager.subscribe(TRADES)

  host.adapter().emit('trade', aTrade())

  expect(executorBridge.getMetrics().receivedEvents).toBe(1)
  expect(executorBridge.published).toEqual([])
})

test('what is fed from the bridge stays with it when an adapter is registered later', async () => {
  const { executor, host } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  await executor.manager.subscribe(TRADES, recorder.listen)
  executor.manager.register('binance', () => {
    throw new Error('not needed')
  })

  host.adapter().emit('trade', aTrade())
  await executor.manager.subscribe(TICKER)

  expect(recorder.events).toHaveLength(1)
  expect(executor.manager.getSystemMetrics().exchanges.binance?.source).toBe('bridge')
})

test('the state of an exchange elsewhere is what is told of it, or that its data comes', async () => {
  const { executor, host } = await aHostAndAnExecutor()
  await executor.manager.subscribe(TRADES)
  expect(executor.manager.getConnectionStatus()).toEqual({ binance: 'CONNECTING' })
  expect(executor.manager.getHealthStatus()).toMatchObject({ status: 'degraded' })

  host.adapter().emit('trade', aTrade())
  expect(executor.manager.getConnectionStatus('binance')).toBe('CONNECTED')
  expect(executor.manager.getHealthStatus()).toMatchObject({ status: 'healthy' })

  host.adapter().drop()
  expect(executor.manager.getConnectionStatus('binance')).toBe('RECONNECTING')
  host.adapter().recover()
  expect(executor.manager.getConnectionStatus('binance')).toBe('CONNECTED')
  expect(executor.manager.getSystemMetrics().exchanges.binance?.reconnects).toBe(1)
  await executor.manager.disconnectAll()
  expect(executor.manager.getConnectionStatus('binance')).toBe('DISCONNECTED')
})
