import type { Gap, MarketEvent } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test, vi } from 'vitest'
import { aBook, aManager, aRecorder, BOOK, CANDLES, settled, TICKER, TRADES } from '../test/kit.ts'

const aGap = (particulars: Partial<Gap> = {}): Gap => ({
  exchange: 'binance',
  symbol: 'BTC/USDT',
  channel: 'trades',
  missed: 3,
  recovered: false,
  cause: 'drop',
  ...particulars,
})

const typesOf = (events: readonly MarketEvent[]) => events.map(({ type }) => type)

test('a listener hears its own subscription, in order and before emit returns, and nothing of others', async () => {
  const { adapter, manager } = aManager({ exchanges: ['binance', 'kraken'] })
  const trades = aRecorder()
  await manager.subscribe(TRADES, trades.listen)
  for (const other of [TICKER, { ...TRADES, symbol: 'ETH/USDT' }, { ...TRADES, exchange: 'kraken' as const }]) {
    await manager.subscribe(other)
  }
  trades.events.length = 0

  adapter().emit('trade', aTrade({ id: '1' }))
  adapter().emit('ticker', aTicker())
  adapter().emit('trade', aTrade({ id: '2', symbol: 'ETH/USDT' }))
  adapter('kraken').emit('trade', aTrade({ id: '3', exchange: 'kraken' }))
  adapter().emit('trade', aTrade({ id: '4' }))

  expect(trades.events.map(({ data }) => ('id' in data ? data.id : '?'))).toEqual(['1', '4'])
})

test('candles are told apart by their interval', async () => {
  const { adapter, manager } = aManager()
  const [minutes, hours] = [aRecorder(), aRecorder()]
  await manager.subscribe(CANDLES, minutes.listen)
  await manager.subscribe({ ...CANDLES, interval: '1h' }, hours.listen)
  minutes.events.length = 0
  hours.events.length = 0

  adapter().emit('candle', aCandle({ interval: '1h' }))
  adapter().emit('candle', aCandle({ interval: '1m' }))
  adapter().emit('gap', aGap({ channel: 'candles' }))

  expect(minutes.events.map(({ data, type }) => ('interval' in data ? data.interval : type))).toEqual(['1m', 'gap'])
  expect(hours.events.map(({ data, type }) => ('interval' in data ? data.interval : type))).toEqual(['1h', 'gap'])
})

test('a listener hears the gaps of its channel and market, and the connection changes and errors of its exchange', async () => {
  const { adapter, manager } = aManager({ exchanges: ['binance', 'kraken'] })
  const trades = aRecorder()
  await manager.subscribe(TRADES, trades.listen)
  await manager.subscribe({ ...TICKER, exchange: 'kraken' })
  trades.events.length = 0

  adapter().emit('gap', aGap())
  adapter().emit('gap', aGap({ channel: 'ticker' }))
  adapter().emit('gap', aGap({ symbol: 'ETH/USDT' }))
  adapter().drop()
  adapter().recover()
  adapter('kraken').drop()
  const error = { exchange: 'binance', at: 1, code: 'X', message: 'x', recovery: 'skip', context: {} } as const
  adapter().emit('exchange:error', error)

  expect(typesOf(trades.events)).toEqual([
    'gap',
    'exchange:disconnected',
    'exchange:reconnecting',
    'exchange:connected',
    'exchange:error',
  ])
})

test('on hears every event of a type, of all exchanges, until it is removed', async () => {
  const { adapter, manager } = aManager({ exchanges: ['binance', 'kraken'] })
  const heard: string[] = []
  const remove = manager.on('trade', ({ exchange, symbol }) => heard.push(`${exchange} ${symbol}`))
  await manager.subscribe(TRADES)
  await manager.subscribe({ ...TRADES, exchange: 'kraken', symbol: 'ETH/USD' })

  adapter().emit('trade', aTrade())
  adapter('kraken').emit('trade', aTrade({ exchange: 'kraken', symbol: 'ETH/USD' }))
  remove()
  adapter().emit('trade', aTrade())

  expect(heard).toEqual(['binance BTC/USDT', 'kraken ETH/USD'])
})

test('one event reaches subscriptions first, then streams, then on', async () => {
  const { adapter, manager } = aManager()
  const order: string[] = []
  manager.on('trade', () => order.push('on'))
  const stream = manager.events({ type: 'trade' })
  const next = stream.next()
  await manager.subscribe(TRADES, ({ type }) => {
    if (type !== 'trade') return
    order.push(`subscription, ${stream.size} queued`)
  })
  adapter().emit('trade', aTrade())
  order.push('emitted')

  expect(order).toEqual(['subscription, 0 queued', 'on', 'emitted'])
  expect((await next).value?.type).toBe('trade')
})

test('a listener that throws is logged, announced and counted, and hurts nobody else', async () => {
  const { adapter, clock, logs, manager } = aManager()
  const [errors, recorder, stream] = [aRecorder(), aRecorder(), manager.events({ type: 'exchange:error' })]
  manager.on('exchange:error', (data) => errors.listen({ type: 'exchange:error', data }))
  await manager.subscribe(TRADES, ({ type }) => {
    if (type === 'trade') throw new Error('bad bot')
  })
  await manager.subscribe(TRADES, recorder.listen)
  recorder.events.length = 0

  adapter().emit('trade', aTrade())
  adapter().emit('trade', aTrade())

  expect(typesOf(recorder.events)).toEqual(['trade', 'trade'])
  expect(errors.events).toMatchObject([
    {
      data: {
        code: 'LISTENER_FAILED',
        exchange: 'binance',
        message: 'a listener of trade failed (1 times so far): bad bot',
      },
    },
  ])
  expect(stream.size).toBe(1)
  expect(logs).toMatchObject([{ level: 'error', fields: { type: 'trade', failures: 1 } }])
  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({ listenerFailures: 2, errors: 2 })

  clock.advance(1_000)
  adapter().emit('trade', aTrade())
  expect(errors.events.map(({ data }) => 'message' in data && data.message).at(-1)).toContain('3 times so far')
})

test('listeners of errors, and async ones, may fail as well', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const { adapter, manager } = aManager()
  manager.on('exchange:error', () => {
    throw new Error('bad monitor')
  })
  const asynchronous: () => unknown = async () => {
    await Promise.resolve()
    throw new Error('bad bot')
  }
  manager.on('ticker', asynchronous)
  await manager.subscribe(TICKER)

  adapter().emit('ticker', aTicker())
  await settled()
  process.off('unhandledRejection', unhandled)

  expect(unhandled).not.toHaveBeenCalled()
  expect(manager.getSystemMetrics().exchanges.binance?.listenerFailures).toBe(2)
})

test('a listener released by another during a delivery is not called any more', async () => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()
  const handles: { unsubscribe(): Promise<void> }[] = []
  await manager.subscribe(TRADES, ({ type }) => {
    if (type === 'trade') for (const handle of handles) void handle.unsubscribe()
  })
  handles.push(await manager.subscribe(TRADES, recorder.listen))
  recorder.events.length = 0

  adapter().emit('trade', aTrade())

  expect(recorder.events).toEqual([])
})

test('what arrives before the answer is delivered', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['subscribe'] } })
  const recorder = aRecorder()
  const subscribing = manager.subscribe(BOOK, recorder.listen)
  await settled()

  adapter().emit('orderbook', aBook().snapshot([[100, 1]], [[101, 1]]))
  adapter().answer('subscribe')
  await subscribing

  expect(typesOf(recorder.events)).toEqual(['exchange:connected', 'orderbook'])
})

test("a book is the adapter's live view", async () => {
  const { adapter, manager } = aManager()
  expect(manager.orderBook('binance', 'BTC/USDT')).toBeUndefined()
  await manager.subscribe(BOOK)
  const book = aBook()
  adapter().emit('orderbook', book.snapshot([[100, 1]], [[101, 1]]))

  book.update([[100.5, 2]])

  expect(manager.orderBook('binance', 'BTC/USDT')).toBe(book.view)
  expect(manager.orderBook('binance', 'BTC/USDT')?.bids.price(0)).toBe(100.5)
  expect(manager.orderBook('kraken', 'BTC/USDT')).toBeUndefined()
})

test('each subscription has its own conflation; what is conflated is counted', async () => {
  const { adapter, clock, manager } = aManager()
  const [every, latest, throttled] = [aRecorder(), aRecorder(), aRecorder()]
  await manager.connectToExchange('binance')
  await manager.subscribe(TICKER, every.listen)
  const handle = await manager.subscribe(TICKER, latest.listen, { conflate: 'latest' })
  await manager.subscribeToMarketData('binance', 'ticker', 'BTC/USDT', {
    listener: throttled.listen,
    conflate: { throttleMs: 100 },
  })

  for (let last = 1; last <= 10; last++) adapter().emit('ticker', aTicker({ last }))
  clock.advance(0)
  const lasts = ({ events }: typeof every) => events.map(({ data }) => ('last' in data ? data.last : 0))
  expect(lasts(every)).toHaveLength(10)
  expect(lasts(latest)).toEqual([10])
  expect(lasts(throttled)).toEqual([1])
  clock.advance(100)
  expect(lasts(throttled)).toEqual([1, 10])
  expect(manager.getSystemMetrics().exchanges.binance?.conflated).toBe(9 + 8)

  adapter().emit('ticker', aTicker({ last: 11 }))
  await handle.unsubscribe()
  clock.advance(0)
  expect(lasts(latest)).toEqual([10])
  await manager.disconnectAll()
  expect(clock.pending).toBe(0)
})

test('a listener may cause another event: it is delivered within the first', async () => {
  const { adapter, manager } = aManager()
  const heard: string[] = []
  await manager.subscribe(TRADES, (event) => {
    if (event.type === 'trade' && event.data.id === '1') adapter().emit('ticker', aTicker())
  })
  await manager.subscribe(TICKER, ({ type }) => heard.push(type))
  heard.length = 0

  adapter().emit('trade', aTrade({ id: '1' }))

  expect(heard).toEqual(['ticker'])
})
