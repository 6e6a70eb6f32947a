import type { Gap } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aServer, connected } from '../test/bridges.ts'
import { tradeEvent } from '../test/events.ts'
import { Names } from './names.ts'
import { startTcpProxy, until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const LIVE = NAMES.live(NAMES.partitionOf(MARKET), 'trade:binance:BTC/USDT')

async function aNetwork(server: { readonly host: string; readonly port: number }) {
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  return network
}

function gapsOf(bridge: Awaited<ReturnType<typeof connected>>): Gap[] {
  const gaps: Gap[] = []
  bridge.on('gap', (gap) => gaps.push(gap))
  return gaps
}

test('what was published while a subscriber was away is read from the log, in order and once', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  const publisher = await connected(server)
  const subscriber = await connected(network)
  await subscriber.subscribe('trade', MARKET)
  const ids: string[] = []
  subscriber.on('trade', ({ id }) => ids.push(id))
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => ids.length === 1)

  network.refuse()
  network.cut()
  await until('it is away', () => !subscriber.isReady())
  for (let i = 2; i <= 500; i++) void publisher.publish(tradeEvent(i))
  await publisher.flush()
  await network.pass()
  await until('all are there', () => ids.length === 500)
  expect(ids).toEqual(Array.from({ length: 500 }, (_, i) => String(i + 1)))
  expect(subscriber.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0 })
})

test('what the log does not have any more is counted exactly and announced', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  const publisher = await connected(server)
  const subscriber = await connected(network)
  await subscriber.subscribe('trade', MARKET)
  const gaps = gapsOf(subscriber)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => subscriber.getMetrics().delivered === 1)

  network.refuse()
  network.cut()
  await until('it is away', () => !subscriber.isReady())
  for (let i = 2; i <= 50; i++) void publisher.publish(tradeEvent(i))
  await publisher.flush()
  const log = NAMES.log(
    NAMES.partitionOf(MARKET),
    String(((await server.command('ZRANGE', NAMES.writers(NAMES.partitionOf(MARKET)), '0', '0')) as string[])[0]),
  )
  await server.command('XTRIM', log, 'MAXLEN', '0')
  for (let i = 51; i <= 60; i++) void publisher.publish(tradeEvent(i))
  await publisher.flush()
  await network.pass()
  await until('the rest is there', () => subscriber.getMetrics().delivered === 11)
  expect(gaps).toEqual([
    { ...MARKET, channel: 'trades', from: '2', to: '50', missed: 49, recovered: false, cause: 'drop' },
  ])
  expect(subscriber.getMetrics()).toMatchObject({ lost: 49, delivered: 11 })
})

test('the last message of a channel, lost, is missed by the next beat', async () => {
  const server = await aServer()
  const publisher = await connected(server, { heartbeatMs: 50 })
  const subscriber = await connected(server, { heartbeatMs: 50 })
  await subscriber.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => subscriber.getMetrics().delivered === 1)

  // Its live lane is dead: the server does not let it have the channel.
  await server.command('ACL', 'SETUSER', 'default', 'resetchannels', '&*:hb')
  await until('the subscriber was thrown out', () =>
    subscriber.getMetrics().links.some(({ reconnects }) => reconnects > 0),
  ).catch(() => undefined)
  await server.command('ACL', 'SETUSER', 'default', 'allchannels')
  void publisher.publish(tradeEvent(2))
  await until('the second is there', () => subscriber.getMetrics().delivered === 2)
  expect(subscriber.getMetrics().lost).toBe(0)
})

test('what Redis could not be given within the time is dropped, oldest first, counted at both ends', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  const publisher = await connected(network, { refill: { maxBytes: 20_000 } })
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  const gaps = gapsOf(subscriber)
  const errors: string[] = []
  publisher.on('error', ({ code }) => errors.push(code))
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => subscriber.getMetrics().delivered === 1)

  network.refuse()
  network.cut()
  await until('it is away', () => !publisher.isReady())
  for (let i = 2; i <= 2_001; i++) void publisher.publish(tradeEvent(i))
  await until('some are dropped', () => publisher.getMetrics().publishDropped.trade > 0)
  expect(publisher.getMetrics().ringBytes).toBeLessThan(60_000)
  await network.pass()
  await until('all are accounted for', () => subscriber.getMetrics().delivered + subscriber.getMetrics().lost === 2_001)

  const { publishDropped } = publisher.getMetrics()
  expect(subscriber.getMetrics()).toMatchObject({ lost: publishDropped.trade, duplicates: 0 })
  expect(gaps.reduce((sum, { missed = 0 }) => sum + missed, 0)).toBe(publishDropped.trade)
  await until('it is told', () => errors.includes('EVENTS_DROPPED'))
})

test('a full Redis costs the log, not the live lane, and the log is filled when there is room', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await publisher.flush()
  await server.command('CONFIG', 'SET', 'maxmemory', '1')
  for (let i = 2; i <= 100; i++) void publisher.publish(tradeEvent(i))
  await until('all are there', () => subscriber.getMetrics().delivered === 100)
  await until('it was refused', () => publisher.getMetrics().errors > 0)
  await server.command('CONFIG', 'SET', 'maxmemory', '0')
  await publisher.flush()
  expect(publisher.getMetrics()).toMatchObject({ acked: 100, publishDropped: { trade: 0 } })
})

test('a publisher that dies leaves a gap of unknown size; one that goes does not', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  const quick = { heartbeatMs: 50, lease: { name: 'mortal', ttlMs: 400 } }
  const mortal = await connected(network, quick)
  const polite = await connected(server, { heartbeatMs: 50 })
  const subscriber = await connected(server, {
    heartbeatMs: 50,
    enablePublishing: false,
    lease: { name: 'none', ttlMs: 400 },
  })
  await subscriber.subscribe('trade')
  const gaps = gapsOf(subscriber)
  void mortal.publish(tradeEvent(1, 'A/B'))
  void polite.publish(tradeEvent(1, 'C/D'))
  await until('both are there', () => subscriber.getMetrics().delivered === 2)

  await polite.disconnect()
  network.blackHole()
  await until('the death is noticed', () => gaps.length > 0)
  expect(gaps).toEqual([
    { exchange: 'binance', symbol: 'A/B', channel: 'trades', missed: undefined, recovered: false, cause: 'epoch' },
  ])
})

test('a live lane that skips is repaired, and the live lane alone counts', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const [repaired, live] = [await connected(server), await connected(server, { delivery: 'live' })]
  for (const bridge of [repaired, live]) await bridge.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => live.getMetrics().delivered === 1 && repaired.getMetrics().delivered === 1)

  // Ahead of its turn, in the name of the publisher.
  const { fence } = publisher.getMetrics()
  const writer = ((await server.command('ZRANGE', NAMES.writers(NAMES.partitionOf(MARKET)), '0', '0')) as string[])[0]
  const item = '[4,null,1,"x",1,1,0,0]'
  await server.command('PUBLISH', LIVE, `{"v":1,"s":"x","w":"${writer}","f":${fence},"b":2,"tp":1,"m":[${item}]}`)
  for (let i = 2; i <= 5; i++) void publisher.publish(tradeEvent(i))
  await until('all are there', () => repaired.getMetrics().delivered === 5)
  expect(repaired.getMetrics()).toMatchObject({ gaps: 1, lost: 0, delivered: 5 })
  await until('the live lane went on', () => live.getMetrics().delivered === 3)
  expect(live.getMetrics()).toMatchObject({ gaps: 1, lost: 2, duplicates: 3 })
})
