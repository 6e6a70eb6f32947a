import { MdError } from '@md/types'
import { aTicker } from '@md/types/testing'
import { expect, test, vi } from 'vitest'
import { aManager, aRecorder, BOOK, CANDLES, settled, TICKER, TRADES } from '../test/kit.ts'

class RefusedError extends MdError {
  readonly code = 'SUBSCRIPTION_REFUSED'
  readonly recovery = 'stop'
}

class TimeoutError extends MdError {
  readonly code = 'NOT_ACKNOWLEDGED'
  readonly recovery = 'stop'
}

test('subscribing connects the exchange and resolves on its answer', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['subscribe'] } })
  let answered = false
  const subscribing = manager.subscribe(TICKER).then(() => {
    answered = true
  })
  await settled()
  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT'])
  expect(answered).toBe(false)

  adapter().answer('subscribe')

  await subscribing
  expect(answered).toBe(true)
})

test('several subscriptions at once use one connection', async () => {
  const { adapter, manager } = aManager()

  await Promise.all([TICKER, TRADES, BOOK, CANDLES].map((want) => manager.subscribe(want)))

  expect(adapter().calls).toEqual([
    'connect',
    'subscribe ticker:BTC/USDT',
    'subscribe trades:BTC/USDT',
    'subscribe orderbook:BTC/USDT',
    'subscribe candles:BTC/USDT:1m',
  ])
  expect(manager.getSystemMetrics()).toMatchObject({ connections: 1, subscriptions: 4 })
})

test('a thousand bots on one symbol are one upstream subscription, given up when the last has gone', async () => {
  const { adapter, clock, manager } = aManager({ linger: 5_000 })
  let heard = 0
  const handles = await Promise.all(
    Array.from({ length: 1_000 }, () =>
      manager.subscribe(TICKER, () => {
        heard += 1
      }),
    ),
  )
  heard = 0

  adapter().emit('ticker', aTicker())
  expect(heard).toBe(1_000)
  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT'])
  expect(manager.getSystemMetrics()).toMatchObject({ subscriptions: 1, delivery: { holders: 1_000, listeners: 1_000 } })

  await Promise.all(handles.map((handle) => handle.unsubscribe()))
  adapter().emit('ticker', aTicker())
  expect(heard).toBe(1_000)
  expect(manager.getSystemMetrics()).toMatchObject({ subscriptions: 0, delivery: { lingering: 1, listeners: 0 } })
  clock.advance(5_000)
  await settled()

  adapter().emit('ticker', aTicker())

  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT', 'unsubscribe ticker:BTC/USDT'])
  expect(manager.getSystemMetrics()).toMatchObject({
    delivery: { lingering: 0 },
    exchanges: { binance: { unrequested: 1 } },
  })
})

test('a handle can be disposed of, and released twice', async () => {
  const { adapter, manager } = aManager({ linger: 0 })
  const scope = async () => {
    await using handle = await manager.subscribe(TICKER)
    await handle.unsubscribe()
  }

  await scope()

  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT', 'unsubscribe ticker:BTC/USDT'])
})

test('released while pending: rejected as given up, taken back upstream, and silent when nobody listens for it', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const { adapter, manager } = aManager({ fake: { hold: ['subscribe'] } })
  const recorder = aRecorder()
  const pending = manager.subscribe(TICKER, recorder.listen)
  await settled()
  const before = recorder.events.length

  await pending.unsubscribe()
  await settled()
  adapter().emit('ticker', aTicker())

  await expect(pending).rejects.toMatchObject({ code: 'ABANDONED' })
  expect(recorder.events).toHaveLength(before)
  expect(adapter().calls.at(-1)).toBe('unsubscribe ticker:BTC/USDT')
  expect(manager.getSystemMetrics()).toMatchObject({ subscriptions: 0, delivery: { lingering: 0 } })

  void manager.subscribe(TRADES)[Symbol.asyncDispose]()
  await manager.disconnectAll()
  await settled()
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

test('a refusal rejects every waiter and leaves nothing behind; the next may ask again', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['subscribe'] } })
  const recorder = aRecorder()
  const waiters = [manager.subscribe(TICKER, recorder.listen), manager.subscribe(TICKER)]
  const outcomes = Promise.allSettled(waiters)
  await settled()

  adapter().fail('subscribe', new RefusedError('binance refused ticker:BTC/USDT: halted'))

  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'SUBSCRIPTION_REFUSED' } })
  adapter().emit('ticker', aTicker())
  expect(recorder.events.map(({ type }) => type)).toEqual(['exchange:connected'])
  expect(manager.getSystemMetrics()).toMatchObject({
    subscriptions: 0,
    delivery: { holders: 0, pending: 0, lingering: 0, listeners: 0 },
  })

  adapter().become('TERMINATED', 'exchange:disconnected', 'attempts are spent')
  adapter().hold('connect')
  void manager.subscribe(TICKER).unsubscribe()
  await settled()
  expect(adapter().calls.filter((call) => call.startsWith('unsubscribe'))).toEqual([])

  const again = manager.subscribe(TICKER)
  adapter().answer('connect')
  adapter().answer('subscribe')
  await again
  expect(adapter().calls.filter((call) => call.startsWith('subscribe'))).toHaveLength(2)
})

test('subscribing while the same is being given up upstream comes after it', async () => {
  const { adapter, manager } = aManager({ linger: 0, fake: { hold: ['unsubscribe'] } })
  const first = await manager.subscribe(TICKER)
  await first.unsubscribe()

  const second = manager.subscribe(TICKER)
  await settled()
  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT', 'unsubscribe ticker:BTC/USDT'])
  adapter().answer('unsubscribe')
  await second

  expect(adapter().calls.at(-1)).toBe('subscribe ticker:BTC/USDT')
  expect(adapter().subscribed).toEqual(new Set(['ticker:BTC/USDT']))
})

test('giving up that the exchange does not answer is reported: log, event, count', async () => {
  const { adapter, logs, manager } = aManager({ linger: 0 })
  const errors: string[] = []
  manager.on('exchange:error', ({ code, exchange }) => errors.push(`${exchange} ${code}`))
  const handle = await manager.subscribe(TICKER)
  adapter().failNext('unsubscribe', new TimeoutError('no answer'))

  await handle.unsubscribe()
  await settled()

  expect(errors).toEqual(['binance UNSUBSCRIBE_FAILED'])
  expect(logs).toHaveLength(1)
  expect(manager.getSystemMetrics().exchanges.binance?.errors).toBe(1)
})

test('the deepest book wanted is what the exchange is asked for', async () => {
  const { adapter, manager } = aManager()

  await manager.subscribe({ ...BOOK, depth: 10 })
  await manager.subscribe({ ...BOOK, depth: 5 })
  await manager.subscribe({ ...BOOK, depth: 100 })

  expect(adapter().calls).toEqual([
    'connect',
    'subscribe orderbook:BTC/USDT depth 10',
    'subscribe orderbook:BTC/USDT depth 100',
  ])
  expect(manager.getSystemMetrics().subscriptions).toBe(1)
})

test('subscribeToMarketData says the same in other words', async () => {
  const { adapter, manager } = aManager()
  const recorder = aRecorder()

  await manager.subscribeToMarketData('binance', 'ticker', 'BTC/USDT', { listener: recorder.listen })
  await manager.subscribeToMarketData('binance', 'orderbook', 'BTC/USDT', { depth: 50 })
  const handle = await manager.subscribeToMarketData('binance', 'candles', 'BTC/USDT', { interval: '5m' })
  adapter().emit('ticker', aTicker())

  expect(adapter().subscribed).toEqual(new Set(['ticker:BTC/USDT', 'orderbook:BTC/USDT', 'candles:BTC/USDT:5m']))
  expect(recorder.events.at(-1)?.type).toBe('ticker')
  await handle.unsubscribe()
})
