import { expect, onTestFinished, test } from 'vitest'
import { aBridge, aServer, connected, heardBy } from '../test/bridges.ts'
import { tickerEvent, tradeEvent } from '../test/events.ts'
import { LogBook } from '../test/log-book.ts'
import { Names } from './names.ts'
import { startRedisServer, until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const PARTITION = NAMES.partitionOf(MARKET)

test('where Redis refuses to publish, everything comes from the log as soon as it does not', async () => {
  const server = await aServer()
  await server.command('ACL', 'SETUSER', 'mute', 'on', '>pw', '~*', '&*', '+@all')
  const publisher = await connected(server, { username: 'mute', password: 'pw', heartbeatMs: 100 })
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => subscriber.getMetrics().delivered === 1)

  await server.command('ACL', 'SETUSER', 'mute', '-publish')
  for (let id = 2; id <= 50; id++) void publisher.publish(tradeEvent(id))
  await publisher.flush()
  await until('it is counted', () => publisher.getMetrics().errors > 0)
  expect(subscriber.getMetrics().delivered).toBe(1)
  await server.command('ACL', 'SETUSER', 'mute', '+publish')
  await until('all are there', () => subscriber.getMetrics().delivered === 50)
  expect(subscriber.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0 })
})

test('while the log may not be read, no more waits than is allowed, and nothing is lost when it may again', async () => {
  const server = await aServer()
  await server.command('ACL', 'SETUSER', 'reader', 'on', '>pw', '~*', '&*', '+@all')
  const publisher = await connected(server)
  const subscriber = await connected(server, { username: 'reader', password: 'pw', backpressure: { maxQueue: 10 } })
  await subscriber.subscribe('trade', MARKET)
  const ids: string[] = []
  subscriber.on('trade', ({ id }) => ids.push(id))
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => ids.length === 1)

  await server.command('ACL', 'SETUSER', 'reader', '-xrange')
  await server.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
  for (let id = 2; id <= 10; id++) void publisher.publish(tradeEvent(id))
  await publisher.flush()
  await until('it is back', () => subscriber.isReady())
  for (let id = 11; id <= 60; id++) {
    void publisher.publish(tradeEvent(id))
    await publisher.flush()
  }
  await until('some are not kept', () => subscriber.getMetrics().intakeDropped > 0)
  expect(subscriber.getMetrics().heldForRepair).toBeLessThanOrEqual(10)
  await server.command('ACL', 'SETUSER', 'reader', '+xrange')
  await until('all are there', () => ids.length === 60)
  expect(ids).toEqual(Array.from({ length: 60 }, (_, i) => String(i + 1)))
  expect(subscriber.getMetrics().lost).toBe(0)
})

test('a last value that found no room is written when there is some', async () => {
  const server = await aServer()
  const publisher = await connected(server, { lastValue: { intervalMs: 20 } })
  await server.command('CONFIG', 'SET', 'maxmemory', '1')
  void publisher.publish(tickerEvent(100))
  await until('it was refused', () => publisher.getMetrics().errors > 0)
  await server.command('CONFIG', 'SET', 'maxmemory', '0')
  const key = NAMES.lastValue(PARTITION, 'ticker:binance:BTC/USDT')
  await until('it is there', async () => String(await server.command('GET', key)).includes('"m":[[1,'))
})

test('a newcomer that may not ask who writes asks again', async () => {
  const server = await aServer()
  await server.command('ACL', 'SETUSER', 'reader', 'on', '>pw', '~*', '&*', '+@all', '-zrange')
  const publisher = await connected(server, { lastValue: { intervalMs: 20 } })
  void publisher.publish(tickerEvent(100))
  const key = NAMES.lastValue(PARTITION, 'ticker:binance:BTC/USDT')
  await until('its last value is there', async () => (await server.command('GET', key)) !== null)
  const subscriber = await connected(server, { username: 'reader', password: 'pw' })
  const heard = heardBy(subscriber)
  await subscriber.subscribe('ticker', MARKET)
  await subscriber.subscribe('ticker')
  expect(heard).toEqual([])
  await server.command('ACL', 'SETUSER', 'reader', '+zrange')
  await until('it has the last value', () => heard.length > 0)
})

test('a lease that is something else is said so, and asked for again', async () => {
  const server = await aServer()
  await server.command('SET', 'ws:lease:host', 'x')
  const bridge = aBridge(server, { lease: { name: 'host' }, connectTimeout: 300 })
  const errors: string[] = []
  bridge.on('error', ({ message }) => errors.push(message))
  await expect(bridge.connect()).rejects.toMatchObject({ code: 'REDIS_CONNECT_TIMEOUT' })
  expect(errors.some((message) => message.includes('WRONGTYPE'))).toBe(true)
  await server.command('DEL', 'ws:lease:host')
  await until('it leads', () => bridge.getMetrics().isLeader)
})

test('a farewell that Redis does not hear is given up after a second, and logged', async () => {
  const server = await aServer()
  const logger = new LogBook()
  const bridge = await connected(server, { logger })
  void bridge.publish(tradeEvent(1))
  await bridge.flush()
  server.freeze()
  void bridge.publish(tradeEvent(2))
  await bridge.disconnect()
  server.thaw()
  expect(logger.entries).toContainEqual(
    expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ code: 'BRIDGE_CLOSED' }) }),
  )
  expect(bridge.getMetrics().publishDropped.trade).toBe(1)
})

test('a Redis that makes room by itself is worth a warning', async () => {
  const config = { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru' }
  const server = await startRedisServer({ config })
  onTestFinished(() => server.stop())
  const logger = new LogBook()
  await connected(server, { logger })
  await until('it warns', () => logger.lines('warn').some((line) => line.includes('allkeys-lru')))
})
