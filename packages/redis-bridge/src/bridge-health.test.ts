import { expect, onTestFinished, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { tradeEvent } from '../test/events.ts'
import { LogBook } from '../test/log-book.ts'
import { startRedisServer, startTcpProxy, until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

test('a master that becomes a replica is left', async () => {
  const [master, other] = [await aServer(), await aServer()]
  const bridge = await connected(master, { enablePublishing: false })
  await master.command('REPLICAOF', '127.0.0.1', String(other.port))
  await until('it is noticed', () => !bridge.isReady(), { withinMs: 8_000 })
  expect(bridge.getMetrics().links.every(({ lastCause }) => lastCause?.includes('not a master'))).toBe(true)
  await master.command('REPLICAOF', 'NO', 'ONE')
  await until('it is back', () => bridge.isReady(), { withinMs: 5_000 })
}, 20_000)

test('a Redis that may evict is worth a warning, one that has room is not', async () => {
  const server = await aServer()
  const [quiet, warned] = [new LogBook(), new LogBook()]
  await connected(server, { logger: quiet })
  await server.command('CONFIG', 'SET', 'maxmemory', '100mb')
  await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
  const bridge = await connected(server, { logger: warned })
  await until('it is said', () => warned.lines('warn').length > 0)
  expect(warned.lines('warn')).toEqual([
    'maxmemory-policy of this Redis is allkeys-lru: it may evict logs and leases; set noeviction',
  ])
  expect(quiet.lines('warn')).toEqual([])
  expect(bridge.isReady()).toBe(true)
})

test('a full Redis is announced once, keeps its leader, and can be connected to', async () => {
  const server = await aServer()
  const host = await connected(server, { lease: { name: 'host', ttlMs: 500 } })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  const errors: string[] = []
  host.on('error', ({ message }) => errors.push(message))
  const told: boolean[] = []
  host.onLeadership((leading) => told.push(leading))

  await server.command('CONFIG', 'SET', 'maxmemory', '1')
  let id = 0
  const deadline = performance.now() + 1_500
  while (performance.now() < deadline) {
    void host.publish(tradeEvent(++id))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until('all are there', () => executor.getMetrics().delivered === id)
  expect(told).toEqual([true])
  expect(errors.filter((message) => message.includes('OOM'))).toHaveLength(1)
  await aBridge(server, { enablePublishing: false }).connect()

  await server.command('CONFIG', 'SET', 'maxmemory', '0')
  await host.flush()
  expect(executor.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0 })
})

test('disconnecting takes no longer because nobody answers', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  network.blackHole()
  const bridge = aBridge(network)
  const connecting = expect(bridge.connect()).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' })
  await until('it tries', () => network.counters.accepted > 0)
  const began = performance.now()
  await bridge.disconnect()
  await connecting
  expect(performance.now() - began).toBeLessThan(500)
})

test('the last word counts: disconnecting behind a connect that waits for another disconnect', async () => {
  const server = await aServer()
  const bridge = await connected(server)
  const first = bridge.disconnect()
  const connecting = expect(bridge.connect()).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' })
  await Promise.all([first, bridge.disconnect(), connecting])
  await new Promise((resolve) => setImmediate(resolve))
  expect(bridge.isReady()).toBe(false)
  expect(bridge.getMetrics().links.some(({ up }) => up)).toBe(false)
})

test('why Redis is not reached is told once, not at every attempt', async () => {
  const server = await startRedisServer()
  onTestFinished(() => server.stop())
  const bridge = await connected(server)
  const errors: string[] = []
  let attempts = 0
  bridge.on('error', ({ message }) => errors.push(message))
  bridge.on('reconnecting', () => {
    attempts += 1
  })
  await server.kill()
  await until('it has tried', () => attempts > 20)
  expect(errors.length).toBeLessThanOrEqual(4)
})

test('bounded attempts take the time that the delay says', async () => {
  const server = await startRedisServer()
  onTestFinished(() => server.stop())
  const bridge = aBridge(server, { random: () => 0, reconnection: { maxRetries: 3, retryDelay: 300 } })
  await bridge.connect()
  const delays: number[] = []
  bridge.on('reconnecting', ({ delayMs, link }) => link === 'publisher' && delays.push(delayMs))
  await server.kill()
  await until('it has tried twice', () => delays.length >= 2)
  expect(delays.slice(0, 2)).toEqual([300, 600])
  await server.restart()
  await until('it is back', () => bridge.isReady(), { withinMs: 5_000 })
})

test('a watchdog shorter than a read of the log that waits does not bite', async () => {
  const server = await aServer()
  const bridge = await connected(server, { delivery: 'log', watchdog: { pingMs: 50, timeoutMs: 150 } })
  const publisher = await connected(server)
  await bridge.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await until('it reads', () => bridge.getMetrics().delivered === 1)
  const began = performance.now()
  await until('it has waited', () => performance.now() - began > 1_500)
  expect(bridge.getMetrics().links.map(({ reconnects }) => reconnects)).toEqual([0, 0, 0])
})

test('a host that beats more slowly than we do is not taken for silent', async () => {
  const server = await aServer()
  const host = await connected(server, { heartbeatMs: 400 })
  const executor = await connected(server, { heartbeatMs: 50, lease: { name: 'none', ttlMs: 100 } })
  await executor.subscribe('trade', MARKET)
  let gaps = 0
  executor.on('gap', () => {
    gaps += 1
  })
  void host.publish(tradeEvent(1))
  await until('it is there', () => executor.getMetrics().delivered === 1)
  await until('a beat has come', () => executor.getMetrics().lastHeartbeatAt !== undefined)
  const began = performance.now()
  await until('some time has passed', () => performance.now() - began > 1_000)
  expect(gaps).toBe(0)
})

test('a password in a host that is a URL is not repeated', () => {
  expect(() => aBridge({ port: 1 }, { host: 'redis://:hunter2@example' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  )
})
