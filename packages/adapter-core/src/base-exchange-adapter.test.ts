import { ConnectionState } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../test/an-adapter.ts'
import { settled } from '../test/fake-exchange.ts'

const { CONNECTED, CONNECTING, DISCONNECTED, DISCONNECTING, RECONNECTING, TERMINATED } = ConnectionState

test('connects, and resolves when the socket is open', async () => {
  const { adapter, exchange, told } = anAdapter({}, { url: 'ws://127.0.0.1:1/stream?a=b' })
  expect([adapter.exchange, adapter.state]).toEqual(['binance', DISCONNECTED])

  const connecting = adapter.connect()
  await settled()
  expect([adapter.state, exchange.socket.url]).toEqual([CONNECTING, 'ws://127.0.0.1:1/stream?a=b'])
  exchange.socket.accept()
  await connecting

  expect(adapter.state).toBe(CONNECTED)
  expect(told('exchange:connected')).toMatchObject([{ previous: CONNECTING, reason: 'socket 1 is open' }])
  expect(adapter.getMetrics()).toMatchObject({ connections: 1, connects: 1, reconnects: 0, failedAttempts: 0 })
})

test('connecting twice is connecting once', async () => {
  const { adapter, exchange } = anAdapter()
  const both = [adapter.connect(), adapter.connect()]
  await settled()
  exchange.socket.accept()

  await Promise.all([...both, adapter.connect()])

  expect(exchange.sockets).toHaveLength(1)
})

test('disconnecting leaves no socket, no timer and no subscription', async () => {
  const { adapter, exchange, clock, connect, told } = anAdapter()
  await connect()
  const pending = expect(adapter.subscribe({ channel: 'trades', symbol: 'BTC/USDT' })).rejects.toMatchObject({
    code: 'ABANDONED',
  })

  const disconnecting = adapter.disconnect()
  expect(adapter.state).toBe(DISCONNECTING)
  await disconnecting
  await pending

  expect([adapter.state, exchange.open, clock.pending]).toEqual([DISCONNECTED, [], 0])
  expect(told('exchange:disconnected')).toMatchObject([{ state: DISCONNECTED, reason: 'disconnect() was called' }])
  expect(adapter.getMetrics()).toMatchObject({ connections: 0, subscriptions: 0 })
})

test('disconnecting in the very moment of connecting gives it up', async () => {
  const { adapter, exchange, clock } = anAdapter()

  const connecting = expect(adapter.connect()).rejects.toMatchObject({ code: 'ABANDONED' })
  await adapter.disconnect()
  await connecting
  await settled()

  expect([adapter.state, exchange.open, clock.pending]).toEqual([DISCONNECTED, [], 0])
})

test('connecting while it disconnects waits, and begins anew', async () => {
  const { adapter, exchange, connect } = anAdapter()
  await connect()
  exchange.socket.deaf = true
  const disconnecting = adapter.disconnect()
  const connecting = adapter.connect()
  await settled()
  expect(exchange.sockets).toHaveLength(1)

  exchange.socket.drop()
  await disconnecting
  await settled()
  exchange.socket.accept()
  await connecting

  expect([exchange.sockets.length, adapter.state]).toEqual([2, CONNECTED])
})

test('the last word counts: disconnect, connect, disconnect ends disconnected', async () => {
  const { adapter, exchange, clock, connect } = anAdapter()
  await connect()
  exchange.socket.deaf = true
  const first = adapter.disconnect()
  const connecting = expect(adapter.connect()).rejects.toMatchObject({ code: 'ABANDONED' })

  const second = adapter.disconnect()
  exchange.socket.drop()
  await Promise.all([first, connecting, second])
  await settled()

  expect([adapter.state, exchange.sockets.length, clock.pending]).toEqual([DISCONNECTED, 1, 0])
})

test('comes back after a loss, and says why and when', async () => {
  const { adapter, exchange, connect, told, advance } = anAdapter()
  await connect()

  exchange.socket.drop('network lost')
  await settled()
  expect(adapter.state).toBe(RECONNECTING)
  expect(told('exchange:disconnected')).toMatchObject([{ reason: 'network lost' }])
  expect(told('exchange:reconnecting')).toMatchObject([{ attempt: 1, delayMs: 1_000, reason: 'network lost' }])
  expect(told('exchange:error')).toMatchObject([{ code: 'CONNECTION_LOST', recovery: 'reconnect' }])
  await advance(1_000)
  exchange.socket.accept()
  await settled()

  expect([adapter.state, exchange.sockets.length]).toEqual([CONNECTED, 2])
  expect(adapter.getMetrics()).toMatchObject({ connects: 2, reconnects: 1, failedAttempts: 0 })
})

test('waits longer after every attempt that fails, and counts them', async () => {
  const { adapter, exchange, told, advance } = anAdapter()
  const connecting = adapter.connect()
  await settled()
  for (const ms of [1_000, 2_000, 4_000]) {
    exchange.socket.drop('refused')
    await settled()
    await advance(ms)
  }
  exchange.socket.accept()
  await connecting

  expect(told('exchange:reconnecting').map(({ attempt, delayMs }) => [attempt, delayMs])).toEqual([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
  ])
  expect(adapter.getMetrics()).toMatchObject({ failedAttempts: 3, connects: 1 })
  expect(told('exchange:error')).toEqual([])
})

test('an exchange that accepts and drops at once does not look like a success', async () => {
  const { exchange, connect, told, advance } = anAdapter()
  await connect()
  const delays = [1_000, 2_000, 4_000, 8_000]
  for (const ms of delays) {
    exchange.socket.drop()
    await advance(ms)
    exchange.socket.accept()
    await settled()
  }
  expect(told('exchange:reconnecting').map(({ delayMs }) => delayMs)).toEqual(delays)

  exchange.socket.say({ kind: 'control', name: 'hello' })
  await advance(20_000)
  exchange.socket.drop()
  await settled()

  expect(told('exchange:reconnecting').at(-1)?.delayMs).toBe(1_000)
})

test('bounded attempts end in TERMINATED, and only connect() revives it', async () => {
  const { adapter, exchange, clock, told, advance } = anAdapter({}, { reconnection: { maxAttempts: 1 } })
  const connecting = expect(adapter.connect()).rejects.toMatchObject({ code: 'ATTEMPTS_SPENT', recovery: 'stop' })
  await settled()
  exchange.socket.drop('refused')
  await settled()
  await advance(1_000)
  exchange.socket.drop('refused again')
  await connecting

  expect([adapter.state, clock.pending]).toEqual([TERMINATED, 0])
  expect(told('exchange:disconnected')).toMatchObject([{ state: TERMINATED, reason: 'refused again' }])
  expect(told('exchange:error').at(-1)?.message).toBe(
    'binance could not be reached in 1 attempts, the last: refused again',
  )
  expect(adapter.getMetrics().failedAttempts).toBe(2)

  const again = adapter.connect()
  await settled()
  exchange.socket.accept()
  await again
  expect(adapter.state).toBe(CONNECTED)
})

test('a listener that throws, or whose promise is rejected, is reported, and hurts nobody else', async () => {
  const { adapter, exchange, connect, told, advance } = anAdapter()
  const heard: string[] = []
  adapter.on('trade', () => {
    throw new Error('mine')
  })
  adapter.on('trade', async () => {
    throw new Error('mine, later')
  })
  adapter.on('trade', ({ id }) => heard.push(id))
  adapter.on('exchange:error', () => {
    throw new Error('mine too')
  })
  adapter.on('exchange:error', () => Promise.reject(new Error('mine too, later')))
  await connect()
  const subscribing = adapter.subscribe({ channel: 'trades', symbol: 'BTC/USDT' })
  await advance(0)
  exchange.socket.acknowledge()
  await subscribing

  exchange.socket.say({ kind: 'trade', trade: aTrade({ id: '5' }) })

  expect(heard).toEqual(['5'])
  await settled()
  const failed = { code: 'LISTENER_FAILED', recovery: 'skip', context: { eventType: 'trade' } }
  expect(told('exchange:error')).toMatchObject([
    { ...failed, message: 'a listener of trade failed: mine' },
    { ...failed, message: 'a listener of trade failed: mine, later' },
  ])
})

test('a removed listener hears nothing any more', async () => {
  const { adapter, connect } = anAdapter()
  const remove = adapter.on('exchange:connected', () => expect.unreachable())

  remove()
  await connect()
})
