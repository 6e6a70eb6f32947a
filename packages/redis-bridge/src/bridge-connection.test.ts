import { expect, onTestFinished, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { tradeEvent } from '../test/events.ts'
import { LogBook } from '../test/log-book.ts'
import { startRedisServer, startTcpProxy, until } from './testing/index.ts'

const NOBODY = { port: 1 }

test('is ready from connecting to disconnecting, and says so', async () => {
  const server = await aServer()
  const bridge = aBridge(server)
  const said: string[] = []
  bridge.on('connected', ({ instanceId }) => said.push(`connected ${instanceId === bridge.instanceId}`))
  bridge.on('disconnected', ({ reason }) => said.push(reason))

  expect(bridge.isReady()).toBe(false)
  await bridge.connect()
  expect(bridge.isReady()).toBe(true)
  expect(bridge.getMetrics().connected).toBe(true)
  await bridge.disconnect()
  expect(bridge.isReady()).toBe(false)
  expect(bridge.getMetrics().connected).toBe(false)
  expect(said).toEqual(['connected true', 'disconnected'])
})

test('connecting and disconnecting twice is the same as once, and it can be connected again', async () => {
  const server = await aServer()
  const bridge = aBridge(server)
  await Promise.all([bridge.connect(), bridge.connect()])
  await bridge.connect()
  await Promise.all([bridge.disconnect(), bridge.disconnect()])
  await bridge.disconnect()
  await bridge.connect()
  expect(bridge.isReady()).toBe(true)
})

test('leaves no connection behind', async () => {
  const server = await aServer()
  const bridge = await connected(server, { delivery: 'log' })
  expect(await clientsOf(server)).toBe(3)
  await bridge.disconnect()
  await until('they are gone', async () => (await clientsOf(server)) === 0)
})

test('disconnecting while connecting ends both', async () => {
  const server = await aServer()
  const bridge = aBridge(server)
  const connecting = bridge.connect()
  await Promise.all([expect(connecting).rejects.toMatchObject({ code: 'BRIDGE_CLOSED' }), bridge.disconnect()])
  expect(bridge.isReady()).toBe(false)
  await until('no connection is left', async () => (await clientsOf(server)) === 0)
})

test('without Redis it says so, goes on trying, and is there when Redis is', async () => {
  const server = await startRedisServer()
  onTestFinished(() => server.stop())
  await server.kill()
  const bridge = aBridge(server, { connectTimeout: 300 })
  const errors: string[] = []
  bridge.on('error', ({ message }) => errors.push(message))
  let attempts = 0
  bridge.on('reconnecting', () => {
    attempts += 1
  })

  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_CONNECT_TIMEOUT', context: { timeoutMs: 300 } })
  expect(bridge.isReady()).toBe(false)
  expect(errors[0]).toContain(`127.0.0.1:${server.port}`)
  expect(attempts).toBeGreaterThan(1)
  await server.restart()
  await until('it is there', () => bridge.isReady())
})

test('bounded attempts that are spent are an error, and connect() tries again', async () => {
  const bridge = aBridge(NOBODY, { reconnection: { maxRetries: 2 } })
  const codes: string[] = []
  bridge.on('error', ({ code }) => codes.push(code))

  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_RETRIES_SPENT', context: { retries: 2 } })
  expect(bridge.isReady()).toBe(false)
  expect(codes).toContain('REDIS_RETRIES_SPENT')
  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_RETRIES_SPENT' })
})

test('comes back after every loss, and is subscribed as before', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const bridge = await connected(server)
  await bridge.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
  const said: string[] = []
  bridge.on('disconnected', () => said.push('disconnected'))
  bridge.on('connected', () => said.push('connected'))

  await server.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
  await until('it is back', () => said.includes('connected'))
  expect(said).toEqual(['disconnected', 'connected'])
  expect(bridge.getMetrics().links.find(({ name }) => name === 'subscriber')).toMatchObject({ up: true, reconnects: 1 })
  expect(await server.command('PUBSUB', 'NUMSUB', 'ws:{0}:hb')).toBeDefined()
  expect(publisher.getMetrics().errors).toBe(0)
})

test('finds a frozen server by asking, and comes back when it lives', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const bridge = await connected(network, { watchdog: { pingMs: 50, timeoutMs: 150 } })
  network.blackHole()
  await until('it is found', () => !bridge.isReady(), { withinMs: 1_000 })
  expect(bridge.getMetrics().links[0]?.lastCause).toContain('no answer to a ping within 150 ms')
  await network.pass()
  network.cut()
  await until('it is back', () => bridge.isReady())
})

test('a process that stood still itself does not take Redis for frozen', async () => {
  const server = await aServer()
  const bridge = await connected(server, { watchdog: { pingMs: 5, timeoutMs: 150 } })
  const left: string[] = []
  bridge.on('reconnecting', ({ reason }) => left.push(reason))
  // Nothing of this process runs meanwhile: neither timers nor the reading of what Redis has answered.
  const nothing = new Int32Array(new SharedArrayBuffer(4))
  for (let i = 0; i < 20; i++) {
    Atomics.wait(nothing, 0, 0, 200)
    await bridge.publish(tradeEvent(i + 1))
    await bridge.flush()
  }
  expect(left).toEqual([])
  expect(bridge.isReady()).toBe(true)
})

test('a wrong password is a clear error without the password', async () => {
  const server = await startRedisServer({ config: { requirepass: 'right' } })
  onTestFinished(() => server.stop())
  const bridge = aBridge(server, { password: 'hunter2' })
  const errors: unknown[] = []
  bridge.on('error', (error) => errors.push(error))
  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_ACCESS_REFUSED' })
  const missing = aBridge(server)
  await expect(missing.connect()).rejects.toMatchObject({ code: 'REDIS_ACCESS_REFUSED' })
  expect(JSON.stringify(errors)).not.toContain('hunter2')
  await aBridge(server, { redisUrl: server.url }).connect()
})

test('a bridge with another number of partitions is refused', async () => {
  const server = await aServer()
  await connected(server, { partitions: 8 })
  const other = aBridge(server, { partitions: 4 })
  await expect(other.connect()).rejects.toMatchObject({
    code: 'REDIS_PARTITIONS_DIFFER',
    message: '"ws:" in this Redis has 8 partitions, this bridge was given 4: use 8, or another keyPrefix',
  })
  await aBridge(server, { partitions: 4, keyPrefix: 'other:' }).connect()
})

test('a replica is not written to', async () => {
  const master = await aServer()
  const replica = await aServer()
  await replica.command('REPLICAOF', '127.0.0.1', String(master.port))
  const bridge = aBridge(replica, { connectTimeout: 500 })
  await expect(bridge.connect()).rejects.toMatchObject({ message: expect.stringContaining('not a master') })
})

test('TLS to a server without it is an error, not a crash', async () => {
  const server = await aServer()
  const bridge = aBridge(server, { tls: true, connectTimeout: 300 })
  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_CONNECT_TIMEOUT' })
  expect(bridge.getMetrics().errors).toBeGreaterThan(0)
})

test('writes the log lines of the specification', async () => {
  const server = await aServer()
  const logger = new LogBook()
  const bridge = await connected(server, { logger })
  await bridge.subscribe('ticker')
  expect(logger.lines('debug')).toEqual([
    'Initializing Redis event bridge',
    expect.stringMatching(/^Redis (publisher|subscriber) connected$/),
    expect.stringMatching(/^Redis (publisher|subscriber) connected$/),
    'Subscribed to Redis channel',
  ])
})

async function clientsOf(server: Awaited<ReturnType<typeof aServer>>): Promise<number> {
  const list = String(await server.command('CLIENT', 'LIST'))
  return list.split('\n').filter((line) => line !== '' && !line.includes('cmd=client|list')).length
}
