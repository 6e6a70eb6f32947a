import type { RedisTopology } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aBridge } from '../test/bridges.ts'
import { Stream } from '../test/stream.ts'
import { Names } from './names.ts'
import { startCluster, startSentinels } from './testing/index.ts'

const NONE_MISSING = { missing: 0, disorder: 0, lost: 0 }

async function aStream(topology: RedisTopology, password?: string): Promise<Stream> {
  const options = { topology, connectTimeout: 15_000, ...(password !== undefined && { password }) }
  const [publisher, subscriber] = [aBridge({ port: 1 }, options), aBridge({ port: 1 }, options)]
  await Promise.all([publisher.connect(), subscriber.connect()])
  const stream = new Stream(publisher, subscriber)
  await stream.start()
  return stream
}

test('follows the Sentinels to a new master, and nothing is lost', async () => {
  const redis = await startSentinels()
  onTestFinished(() => redis.stop())
  const stream = await aStream({
    kind: 'sentinel',
    master: redis.name,
    sentinels: [{ host: '127.0.0.1', port: 1 }, ...redis.sentinels.map(({ host, port }) => ({ host, port }))],
  })
  await redis.failover()
  await stream.flows()
  expect(await stream.end()).toEqual(NONE_MISSING)
}, 60_000)

test('in a Cluster, slots may move and masters may die, and nothing is lost', async () => {
  const redis = await startCluster({ replicas: 1 })
  onTestFinished(() => redis.stop())
  const topology = { kind: 'cluster', nodes: redis.nodes.map(({ host, port }) => ({ host, port })) } as const
  const stream = await aStream(topology)

  const names = new Names({ keyPrefix: 'ws:', partitions: 8, topology })
  const slot = await redis.slotOf(names.beat(3))
  const owner = await redis.ownerOf(slot)
  const other = redis.masters.find((master) => master !== owner)
  if (other === undefined) throw new Error('there is one master alone')
  await redis.moveSlot(slot, other)
  await stream.flows()

  await redis.killMaster(0)
  await stream.flows(20_000)
  expect(await stream.end()).toEqual(NONE_MISSING)
}, 90_000)
