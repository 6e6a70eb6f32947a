import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aManager, aRecorder, settled, TICKER } from '../test/kit.ts'

test('disconnecting ends the subscriptions of that exchange alone; their listeners hear of it last', async () => {
  const { adapter, manager } = aManager({ exchanges: ['binance', 'kraken'] })
  const [binance, kraken] = [aRecorder(), aRecorder()]
  const handle = await manager.subscribe(TICKER, binance.listen)
  await manager.subscribe({ ...TICKER, exchange: 'kraken' }, kraken.listen)

  const gone = adapter('binance')
  await manager.disconnectFromExchange('binance')
  gone.emit('ticker', aTicker())
  adapter('kraken').emit('ticker', aTicker({ exchange: 'kraken' }))
  await handle.unsubscribe()

  expect(binance.events.map(({ type }) => type)).toEqual(['exchange:connected', 'exchange:disconnected'])
  expect(kraken.events.map(({ type }) => type)).toEqual(['exchange:connected', 'ticker'])
  expect(manager.getSystemMetrics().subscriptions).toBe(1)
  expect(gone.listenerCount).toBe(0)
  expect(gone.calls).toEqual(['connect', 'subscribe ticker:BTC/USDT', 'disconnect'])
})

test('disconnecting while connecting rejects who waits, and resolves', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['connect'] } })
  const connecting = manager.connectToExchange('binance')
  const subscribing = manager.subscribe(TICKER)

  const disconnecting = manager.disconnectFromExchange('binance')

  await expect(connecting).rejects.toMatchObject({ code: 'ABANDONED' })
  await expect(subscribing).rejects.toMatchObject({ code: 'ABANDONED' })
  await disconnecting
  expect(adapter().calls).toEqual(['connect', 'disconnect'])
  expect(manager.getConnectionStatus('binance')).toBe('DISCONNECTED')
})

test('connecting while disconnecting waits for that, and uses a new adapter', async () => {
  const { adapter, made, manager } = aManager({ fake: { hold: ['disconnect'] } })
  await manager.connectToExchange('binance')
  const first = adapter()
  const disconnecting = manager.disconnectFromExchange('binance')

  const subscribing = manager.subscribe(TICKER)
  await settled()
  expect(made()).toBe(1)
  first.answer('disconnect')
  await disconnecting
  await subscribing

  expect(made()).toBe(2)
  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT'])
})

test('what is subscribed to while its predecessor is ended is not ended with it', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['disconnect'] } })
  const recorder = aRecorder()
  await manager.subscribe(TICKER)
  const first = adapter()
  const disconnecting = manager.disconnectFromExchange('binance')
  const subscribing = manager.subscribe(TICKER, recorder.listen)
  first.answer('disconnect')
  await Promise.all([disconnecting, subscribing])

  await manager.subscribe(TICKER)
  adapter().emit('ticker', aTicker())

  expect(adapter().calls).toEqual(['connect', 'subscribe ticker:BTC/USDT'])
  expect(recorder.events.at(-1)?.type).toBe('ticker')
  expect(manager.getSystemMetrics()).toMatchObject({ subscriptions: 1, delivery: { holders: 2 } })
})

test('the time without a connection that is not wanted is no downtime', async () => {
  const { clock, manager } = aManager()
  await manager.connectToExchange('binance')
  clock.advance(10_000)

  await manager.disconnectFromExchange('binance')
  clock.advance(600_000)
  await manager.connectToExchange('binance')

  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({ uptime: 1, uptimeLastHour: 1, reconnects: 0 })
})

test('disconnecting again while a connection waits for the first to end leaves nothing open', async () => {
  const { adapter, made, manager } = aManager({ fake: { hold: ['disconnect'] } })
  await manager.connectToExchange('binance')
  const disconnecting = manager.disconnectFromExchange('binance')
  const subscribing = manager.subscribe(TICKER)

  const again = manager.disconnectAll()
  adapter().answer('disconnect')

  await expect(subscribing).rejects.toMatchObject({ code: 'ABANDONED' })
  await Promise.all([disconnecting, again])
  await settled()
  expect(made()).toBe(1)
})

test('an adapter that does not close in time, or fails to, holds nobody up', async () => {
  const { adapter, clock, logs, manager } = aManager({
    exchanges: ['binance', 'kraken'],
    disconnectTimeout: 2_000,
    fake: { hold: ['disconnect'] },
  })
  await manager.connectToExchange('binance')
  await manager.connectToExchange('kraken')

  const all = manager.disconnectAll()
  adapter('kraken').fail('disconnect', new Error('socket hang up'))
  await settled()
  clock.advance(2_000)
  await all

  expect(clock.pending).toBe(0)
  expect(logs.map(({ fields }) => fields)).toMatchObject([
    { exchange: 'kraken', error: new Error('socket hang up') },
    { exchange: 'binance', error: { code: 'DISCONNECT_TIMEOUT' } },
  ])
  expect(manager.getConnectionStatus()).toEqual({ binance: 'DISCONNECTED', kraken: 'DISCONNECTED' })
})

test('disconnectAll can be called any time, twice, and the manager be used again', async () => {
  const { adapter, clock, made, manager } = aManager({ exchanges: ['binance', 'kraken'] })
  await manager.disconnectAll()
  await manager.subscribe(TICKER)
  const lingering = await manager.subscribe({ ...TICKER, symbol: 'ETH/USDT' })
  await lingering.unsubscribe()
  expect(clock.pending).toBe(1)

  await Promise.all([manager.disconnectAll(), manager.disconnectAll()])
  await manager.disconnectAll()
  expect(clock.pending).toBe(0)
  expect(adapter().calls.filter((call) => call === 'disconnect')).toHaveLength(1)
  expect(manager.getSystemMetrics()).toMatchObject({
    connections: 0,
    subscriptions: 0,
    delivery: { holders: 0, listeners: 0 },
  })

  await manager.subscribe(TICKER)
  expect(made()).toBe(2)
})
