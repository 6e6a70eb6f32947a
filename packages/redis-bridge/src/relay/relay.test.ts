import type { OrderBook } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aServer, connected, heardBy } from '../../test/bridges.ts'
import { HostBook, ONE_OF_EACH, tickerEvent, tradeEvent } from '../../test/events.ts'
import { every } from '../../test/every.ts'
import { LogBook } from '../../test/log-book.ts'
import { aRelay, at, twoRegions } from '../../test/relays.ts'
import { RedisRelay } from '../index.ts'
import { type RedisServer, until } from '../testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

const published = async (server: RedisServer): Promise<number> =>
  Number(/cmdstat_publish:calls=(\d+)/.exec(String(await server.command('INFO', 'commandstats')))?.[1] ?? 0)

test('a bridge 200 ms away hears what one here hears: source, fence, sequence and time of publishing', async () => {
  const { far, near, network } = await twoRegions(200)
  await aRelay(near, network)
  const publisher = await connected(near, { instanceId: 'host-1' })
  const [here, there] = [await connected(near), await connected(far)]
  const heard = [here, there].map((bridge) => {
    const all: unknown[] = []
    bridge.onEvent((event, origin) => all.push({ event, origin }))
    return all
  })
  for (const bridge of [here, there]) await bridge.subscribeAll()
  for (const event of ONE_OF_EACH) void publisher.publish(event)
  for (let i = 2; i <= 1_000; i++) void publisher.publish(tradeEvent(i))

  await until('all is there', () => heard[1]?.length === heard[0]?.length && (heard[0]?.length ?? 0) > 1_000)
  expect(heard[1]).toEqual(expect.arrayContaining(heard[0] ?? []))
  expect(there.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0, duplicates: 0, decodeErrors: 0 })
})

test('only what is chosen is copied, and nothing else counts as lost', async () => {
  const { far, near } = await twoRegions()
  const relay = await aRelay(near, far, { channels: [{ type: 'trade', filter: { symbol: 'A/B' } }] })
  const publisher = await connected(near)
  const there = await connected(far)
  await there.subscribeAll()
  const heard = heardBy(there)
  for (let i = 1; i <= 200; i++) {
    void publisher.publish(tradeEvent(i, 'A/B'))
    void publisher.publish(tradeEvent(i, 'C/D'))
    void publisher.publish(tickerEvent(i, 'A/B'))
    await publisher.flush()
  }
  await until('all is there', () => heard.length >= 200)
  expect(heard.map(({ data }) => 'symbol' in data && data.symbol)).toEqual(Array(200).fill('A/B'))
  expect(there.getMetrics()).toMatchObject({ delivered: 200, lost: 0, unknownLosses: 0 })
  expect(relay.getMetrics()).toMatchObject({ events: 200, missedBatches: 0 })
})

test('whoever joins late there has the last values, and the book, level for level', async () => {
  const { far, near } = await twoRegions()
  const relay = await aRelay(near, far)
  const host = await connected(near, { lastValue: { intervalMs: 50 } })
  const source = new HostBook()
  void host.publish(source.snapshot())
  for (let i = 0; i < 100; i++) void host.publish(source.update())
  void host.publish(tickerEvent(7))
  await until('the registers are there', () => relay.getMetrics().registers >= 2)

  const late = await connected(far)
  let book: OrderBook | undefined
  late.on('orderbook', (told) => {
    book = told
  })
  const lasts: number[] = []
  late.on('ticker', ({ last }) => lasts.push(last))
  await late.subscribe('orderbook', MARKET)
  await late.subscribe('ticker', MARKET)
  await until('it has both', () => book?.status === 'live' && lasts.length > 0, { withinMs: 2_000 })
  void host.publish(source.update())
  await until('the book goes on', () => book?.sequence === source.book.sequence)
  expect([...(book?.bids ?? [])]).toEqual([...source.book.bids])
  expect([...(book?.asks ?? [])]).toEqual([...source.book.asks])
  expect(lasts).toEqual([7])
})

test('two relays that face each other, and two side by side, say nothing twice', async () => {
  const { far, near } = await twoRegions()
  await aRelay(near, far)
  await aRelay(near, far)
  await aRelay(far, near)
  const [host, guest] = [await connected(near, { heartbeatMs: 50 }), await connected(far, { heartbeatMs: 50 })]
  const heard = [heardBy(host), heardBy(guest)]
  for (const bridge of [host, guest]) await bridge.subscribe('trade')
  for (let i = 1; i <= 100; i++) {
    void host.publish(tradeEvent(i, 'A/B'))
    void guest.publish(tradeEvent(i, 'C/D'))
  }
  await until('both have heard', () => heard.every(({ length }) => length === 100))
  for (const bridge of [host, guest]) await bridge.disconnect()
  await until('nothing is said any more', async () => {
    const before = [await published(near), await published(far)]
    await new Promise<void>((resolve) => {
      const stop = every(300, () => {
        stop()
        resolve()
      })
    })
    return before[0] === (await published(near)) && before[1] === (await published(far))
  })
  for (const bridge of [host, guest]) expect(bridge.getMetrics()).toMatchObject({ duplicates: 0, lost: 0 })
  expect(heard.map(({ length }) => length)).toEqual([100, 100])
})

test('a graceful hand-over here loses nothing there', async () => {
  const { far, near } = await twoRegions()
  await aRelay(near, far, { channels: [{ type: 'trade', filter: MARKET }] })
  const lease = { name: 'host', ttlMs: 1_000 }
  const first = await connected(near, { lease })
  const second = await connected(near, { lease })
  const there = await connected(far)
  await there.subscribe('trade', MARKET)
  void first.publish(tradeEvent(1))
  // The last batch has nothing in it that is copied.
  await first.flush()
  void first.publish(tickerEvent(1))
  await until('it is there', () => there.getMetrics().delivered === 1)
  await first.disconnect()
  await until('the other leads', () => second.getMetrics().isLeader)
  void second.publish(tradeEvent(2))
  await until('it goes on', () => there.getMetrics().delivered === 2)
  expect(there.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0, epochChanges: 0 })
})

test('starts when both ends are there, says why it cannot, and leaves nothing when it stops', async () => {
  const near = await aServer()
  const far = await aServer()
  await far.kill()
  const logger = new LogBook()
  const relay = new RedisRelay({ from: at(near), to: at(far), connectTimeout: 500, logger })
  onTestFinished(() => relay.stop())
  await expect(relay.start()).rejects.toMatchObject({ code: 'REDIS_CONNECT_TIMEOUT' })
  expect(logger.lines('warn').join()).toContain(`127.0.0.1:${far.port}`)
  await far.restart()
  await relay.start()
  expect(relay.getMetrics()).toMatchObject({ connected: true, logs: 0, lagMs: undefined })
  await relay.stop()
  await relay.stop()
  expect(relay.isReady()).toBe(false)
  await until('nobody is connected', async () => {
    const clients = String(await near.command('CLIENT', 'LIST'))
      .trim()
      .split('\n')
    return clients.length === 1
  })
})

test.each([
  [{ channels: [] }, 'channels'],
  [{ maxBytes: 1 }, 'maxBytes'],
  [{ from: { redisUrl: 'http://x' } }, 'redis://'],
])('refuses %j', (options, message) => {
  expect(() => new RedisRelay({ from: {}, to: {}, ...options })).toThrow(message)
})

test('Redis with another number of partitions is refused', async () => {
  const { far, near } = await twoRegions()
  await connected(far, { partitions: 4 })
  const relay = new RedisRelay({ from: at(near), to: at(far) })
  onTestFinished(() => relay.stop())
  await expect(relay.start()).rejects.toMatchObject({ code: 'REDIS_PARTITIONS_DIFFER' })
})
