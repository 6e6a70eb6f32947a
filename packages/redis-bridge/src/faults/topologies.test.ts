import type { RedisTopology } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { connected } from '../../test/bridges.ts'
import { FaultStage, NOTHING_LOST } from '../../test/fault-stage.ts'
import { Names } from '../names.ts'
import { type RedisServer, startCluster, startSentinels } from '../testing/index.ts'

const NOBODY = { host: '127.0.0.1', port: 1 }

const addresses = (servers: readonly RedisServer[]) => servers.map(({ host, port }) => ({ host, port }))

async function aStageOn(topology: RedisTopology): Promise<FaultStage> {
  const options = { topology, connectTimeout: 15_000 }
  const stage = new FaultStage(await connected(NOBODY, options), await connected(NOBODY, options))
  await stage.start()
  return stage
}

test('follows the Sentinels to a new master, and nothing is lost', async () => {
  const redis = await startSentinels()
  onTestFinished(() => redis.stop())
  const sentinels = [NOBODY, ...addresses(redis.sentinels)]
  const stage = await aStageOn({ kind: 'sentinel', master: redis.name, sentinels })
  await redis.failover()
  await stage.flows()
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
}, 60_000)

test('in a Cluster, slots may move and masters may die, and nothing is lost', async () => {
  const redis = await startCluster({ replicas: 1 })
  onTestFinished(() => redis.stop())
  const topology = { kind: 'cluster', nodes: [NOBODY, ...addresses(redis.nodes)] } as const
  const stage = await aStageOn(topology)

  const names = new Names({ keyPrefix: 'ws:', partitions: 8, topology })
  for (const partition of [3, 6]) {
    const slot = await redis.slotOf(names.beat(partition))
    const owner = await redis.ownerOf(slot)
    const other = redis.masters.find((master) => master !== owner)
    if (other === undefined) throw new Error('there is one master alone')
    await redis.moveSlot(slot, other, { whileMoving: () => stage.under(200) })
    await stage.flows()
  }

  await redis.killMaster(0)
  await stage.flows(20_000)
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
}, 90_000)
