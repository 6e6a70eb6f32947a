import type { FakeProtocolParts } from '@md/adapter-core/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../../test/an-adapter.ts'
import { settled } from '../../test/fake-exchange.ts'

const trades = (symbol: string) => ({ channel: 'trades', symbol }) as const
const [A, B, C] = [trades('A/X'), trades('B/X'), trades('C/X')]

/** Room for two subscriptions on a socket. */
const NARROW: FakeProtocolParts = { limits: { subscriptionsPerSocket: 2 } }

/** An adapter with three subscriptions on two sockets, all open. */
async function aShardedAdapter() {
  const made = anAdapter(NARROW)
  const { adapter, exchange, connect, advance } = made
  await connect()
  const subscribing = [A, B, C].map((request) => adapter.subscribe(request))
  await advance(0)
  exchange.socket.accept()
  await advance(0)
  for (const socket of exchange.sockets) socket.acknowledge()
  await Promise.all(subscribing)
  return made
}

test('opens as many sockets as the subscriptions need', async () => {
  const { adapter, exchange, told } = await aShardedAdapter()

  expect(exchange.sockets.map(({ asked }) => asked)).toEqual([
    ['subscribe trades:A/X trades:B/X'],
    ['subscribe trades:C/X'],
  ])
  expect(adapter.getMetrics()).toMatchObject({ connections: 2, connects: 2, reconnects: 0 })
  expect(told('exchange:connected')).toHaveLength(1)
})

test('everything taken before connecting is spread when it connects', async () => {
  const { adapter, exchange } = anAdapter(NARROW)
  for (const request of [A, B, C]) adapter.subscribe(request).catch(() => undefined)
  await settled()

  const connecting = adapter.connect()
  await settled()
  expect(exchange.sockets).toHaveLength(2)
  exchange.socket.accept()
  await connecting

  expect(adapter.state).toBe('CONNECTING')
  await adapter.disconnect()
})

test('a socket without subscriptions is closed, the last one stays', async () => {
  const { adapter, exchange, advance, clock, told } = await aShardedAdapter()

  await adapter.unsubscribe(C)
  await advance(0)
  expect(exchange.open).toEqual([exchange.sockets[0]])
  for (const request of [A, B]) await adapter.unsubscribe(request)
  await advance(0)

  expect([exchange.open.length, adapter.state, told('exchange:disconnected')]).toEqual([1, 'CONNECTED', []])
  await adapter.disconnect()
  expect(clock.pending).toBe(0)
})

test('disconnecting waits for a socket that was given up just before', async () => {
  const { adapter, exchange } = await aShardedAdapter()
  const [, second] = exchange.sockets
  if (second) second.deaf = true
  await adapter.unsubscribe(C)
  let done = false

  const disconnecting = adapter.disconnect().then(() => {
    done = true
  })
  await settled()
  expect(done).toBe(false)
  second?.drop()
  await disconnecting
})

test('room that became free is used again', async () => {
  const { adapter, exchange, advance } = await aShardedAdapter()
  await adapter.unsubscribe(A)
  const subscribing = adapter.subscribe(trades('D/X'))
  await advance(0)
  exchange.sockets[0]?.acknowledge()
  await subscribing

  expect(exchange.sockets).toHaveLength(2)
  expect(exchange.sockets[0]?.asked.slice(1)).toEqual(['unsubscribe trades:A/X', 'subscribe trades:D/X'])
})

test('one lost socket costs the others nothing', async () => {
  const { adapter, exchange, advance } = await aShardedAdapter()

  exchange.sockets[1]?.drop()
  await advance(0)
  expect(adapter.state).toBe('RECONNECTING')
  await advance(1_000)
  exchange.socket.accept()
  await advance(0)

  expect([adapter.state, exchange.open.length]).toEqual(['CONNECTED', 2])
  expect(exchange.socket.asked).toEqual(['subscribe trades:C/X'])
  expect(exchange.sockets[0]?.asked).toHaveLength(1)
})

test('a lost socket that is not needed any more is not opened again', async () => {
  const { adapter, exchange, advance } = await aShardedAdapter()
  exchange.sockets[1]?.drop()
  await advance(0)

  await adapter.unsubscribe(C)
  await advance(5_000)

  expect([adapter.state, exchange.sockets.length]).toEqual(['CONNECTED', 2])
})

test('when one socket is given up for good, the books of the others are not believed either', async () => {
  const made = anAdapter({ ...NARROW, book: { startsFrom: 'stream' } }, { reconnection: { maxAttempts: 0 } })
  const { adapter, exchange, connect, advance, clock } = made
  await connect()
  for (const symbol of ['A/X', 'B/X', 'C/X']) adapter.subscribe({ channel: 'orderbook', symbol }).catch(() => undefined)
  await advance(0)
  exchange.socket.accept()
  const [first, second] = exchange.sockets
  first?.say({
    kind: 'book',
    symbol: 'A/X',
    action: 'snapshot',
    bids: [[1, 1]],
    asks: [],
    timestamp: undefined,
    receivedAt: 0,
  })

  second?.drop()
  await settled()

  expect([adapter.state, adapter.orderBook('A/X')?.status, exchange.open]).toEqual(['TERMINATED', 'stale', []])
  expect(clock.pending).toBe(0)
})

test('subscriptions that exclude each other on one socket get one each', async () => {
  const { adapter, exchange, connect, advance } = anAdapter({
    exclusiveOf: ({ channel, symbol }) => (channel === 'candles' ? symbol : undefined),
  })
  await connect()
  for (const interval of ['1m', '1h'] as const) {
    adapter.subscribe({ channel: 'candles', symbol: 'A/X', interval }).catch(() => undefined)
  }
  adapter.subscribe(A).catch(() => undefined)
  await advance(0)
  exchange.socket.accept()
  await advance(0)

  expect(exchange.sockets.map(({ asked }) => asked)).toEqual([
    ['subscribe candles:A/X:1m trades:A/X'],
    ['subscribe candles:A/X:1h'],
  ])
  await adapter.disconnect()
})

test('no more sockets are dialled in any window than the venue allows, whoever needs them', async () => {
  const { adapter, exchange, advance } = anAdapter({
    limits: { subscriptionsPerSocket: 1, dials: { limit: 2, windowMs: 1_000 } },
  })
  for (const name of 'ABCDE') adapter.subscribe(trades(`${name}/X`)).catch(() => undefined)
  await settled()
  adapter.connect().catch(() => undefined)
  await settled()
  const counts = [exchange.sockets.length]

  for (let i = 0; i < 4; i++) {
    await advance(500)
    counts.push(exchange.sockets.length)
  }

  expect(counts).toEqual([2, 2, 4, 4, 5])
  await adapter.disconnect()
})

test('replacing a socket waits for its turn to dial, too', async () => {
  const { adapter, exchange, connect, advance } = anAdapter({ limits: { dials: { limit: 1, windowMs: 1_000 } } })
  await connect()
  exchange.socket.say({ kind: 'closing', reason: 'maintenance' })
  await advance(999)
  expect(exchange.sockets).toHaveLength(1)

  await advance(1)

  expect(exchange.sockets).toHaveLength(2)
  await adapter.disconnect()
})

test('disconnecting while waiting for a turn to dial ends the wait', async () => {
  const { adapter, exchange, clock, advance } = anAdapter({ limits: { dials: { limit: 1, windowMs: 100_000 } } })
  const connecting = adapter.connect().catch(() => undefined)
  await settled()
  exchange.socket.drop()
  await advance(1_000)
  expect(exchange.sockets).toHaveLength(1)

  await adapter.disconnect()
  await connecting

  expect([exchange.sockets.length, clock.pending]).toEqual([1, 0])
})
