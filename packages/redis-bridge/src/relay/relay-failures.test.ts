import { expect, test } from 'vitest'
import { aServer, connected, heardBy } from '../../test/bridges.ts'
import { tradeEvent } from '../../test/events.ts'
import { aNetwork, aRelay, twoRegions } from '../../test/relays.ts'
import { Stream } from '../../test/stream.ts'
import type { RedisRelay } from '../index.ts'
import { Names } from '../names.ts'
import { until } from '../testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const PARTITION = NAMES.partitionOf(MARKET)

const reconnectsOf = (relay: RedisRelay): number =>
  relay.getMetrics().links.reduce((sum, { reconnects }) => sum + reconnects, 0)

test.each(['near', 'far'] as const)(
  'a cut of the %s end in the middle loses nothing that the log still has',
  async (end) => {
    const [near, far] = [await aServer(), await aServer()]
    const networks = {
      near: await aNetwork(near, end === 'near' ? 50 : 0),
      far: await aNetwork(far, end === 'far' ? 50 : 0),
    }
    const relay = await aRelay(networks.near, networks.far)
    const [publisher, subscriber] = [await connected(near), await connected(far)]
    const stream = new Stream(publisher, subscriber)
    await stream.start()
    for (let i = 0; i < 3; i++) {
      const before = reconnectsOf(relay)
      networks[end].cutAfterBytes(2_000)
      await until('it was cut', () => reconnectsOf(relay) > before)
      await stream.flows()
    }
    networks[end].refuse()
    networks[end].cut()
    await until('it is away', () => !relay.isReady())
    const { publishedEvents } = publisher.getMetrics()
    await until('it misses some', () => publisher.getMetrics().publishedEvents > publishedEvents + 1_000)
    await networks[end].pass()
    await stream.flows()
    expect(await stream.end()).toEqual({ missing: 0, disorder: 0, lost: 0 })
  },
)

test('what the near log does not have any more is counted there as exactly as here', async () => {
  const { far, near } = await twoRegions()
  const network = await aNetwork(near)
  const relay = await aRelay(network, far)
  const [publisher, there] = [await connected(near), await connected(far)]
  await there.subscribe('trade', MARKET)
  void publisher.publish(tradeEvent(1))
  await until('the first is there', () => there.getMetrics().delivered === 1)

  network.refuse()
  network.cut()
  await until('it is away', () => !relay.isReady())
  for (let i = 2; i <= 50; i++) {
    void publisher.publish(tradeEvent(i))
    await publisher.flush()
  }
  const [writer] = (await near.command('ZRANGE', NAMES.writers(PARTITION), '0', '0')) as string[]
  await near.command('XTRIM', NAMES.log(PARTITION, writer ?? ''), 'MAXLEN', '0')
  await network.pass()
  await until('it is back', () => relay.isReady())
  for (let i = 51; i <= 60; i++) void publisher.publish(tradeEvent(i))
  await until('the rest is there', () => there.getMetrics().delivered === 11)
  expect(there.getMetrics()).toMatchObject({ lost: 49, delivered: 11, unknownLosses: 0 })
  expect(relay.getMetrics().missedBatches).toBe(49)
})

test('a far Redis that has forgotten everything, or is full, gets what the near log has', async () => {
  const { far, near } = await twoRegions()
  const relay = await aRelay(near, far)
  const publisher = await connected(near)
  for (let i = 1; i <= 100; i++) void publisher.publish(tradeEvent(i))
  await until('it is there', () => relay.getMetrics().events === 100)
  await far.restart({ empty: true })
  await until('it is there again', () => relay.getMetrics().events === 200)

  await far.command('CONFIG', 'SET', 'maxmemory', '1')
  for (let i = 101; i <= 150; i++) void publisher.publish(tradeEvent(i))
  await until('it is refused', () => /OOM|maxmemory/.test(relay.getMetrics().lastError ?? ''))
  await far.command('CONFIG', 'SET', 'maxmemory', '0')
  await until('it takes them', () => relay.getMetrics().events === 250)

  const late = await connected(far)
  const ids: string[] = []
  for await (const { event } of late.replay()) if (event.type === 'trade') ids.push(event.data.id)
  expect(ids).toEqual(Array.from({ length: 150 }, (_, i) => String(i + 1)))
})

test('a writer that is silent is alive there as long as it is here, and its death is noticed', async () => {
  const { far, near } = await twoRegions()
  const network = await aNetwork(near)
  const relay = await aRelay(near, far)
  const quick = { heartbeatMs: 50, lease: { name: 'mortal', ttlMs: 400 } }
  const mortal = await connected(network, quick)
  const there = await connected(far, { ...quick, enablePublishing: false, lease: { name: 'none', ttlMs: 400 } })
  await there.subscribe('trade')
  const gaps = heardBy(there)
  void mortal.publish(tradeEvent(1, 'A/B'))
  await until('it is there', () => there.getMetrics().delivered === 1)
  const { beats } = relay.getMetrics()
  await until('it was heard for longer than the dead are', () => relay.getMetrics().beats > beats + 20)
  expect(gaps).toHaveLength(1)
  network.blackHole()
  await until('the death is noticed', () => gaps.length > 1)
  expect(gaps.at(-1)).toMatchObject({ type: 'gap', data: { symbol: 'A/B', missed: undefined, cause: 'epoch' } })
})

test('pages that are refused in the middle of a stream leave no hole', async () => {
  const { far, near, network } = await twoRegions(50)
  const relay = await aRelay(near, network)
  const [publisher, subscriber] = [await connected(near), await connected(far)]
  const stream = new Stream(publisher, subscriber)
  await stream.start()
  for (let i = 0; i < 3; i++) {
    const { rewinds } = relay.getMetrics()
    await far.command('CONFIG', 'SET', 'maxmemory', '1')
    await until('some are refused', () => relay.getMetrics().rewinds > rewinds)
    await far.command('CONFIG', 'SET', 'maxmemory', '0')
    await stream.flows()
  }
  expect(await stream.end()).toEqual({ missing: 0, disorder: 0, lost: 0 })
})
