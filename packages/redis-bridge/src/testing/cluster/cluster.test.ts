import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RedisCluster, startCluster } from './cluster.ts'

let cluster: RedisCluster
const startedBefore = (options = {}) => {
  beforeAll(async () => {
    cluster = await startCluster(options)
  }, 60_000)
  afterAll(() => cluster.stop())
}

describe('three masters', () => {
  startedBefore()

  test('own all slots in even parts, and everybody knows', async () => {
    const owners = await Promise.all([0, 5_461, 5_462, 10_922, 10_923, 16_383].map((slot) => cluster.ownerOf(slot)))
    expect(owners.map((owner) => cluster.masters.indexOf(owner))).toEqual([0, 0, 1, 1, 2, 2])
    for (const node of cluster.nodes) {
      expect(await node.command('CLUSTER', 'INFO')).toMatch(/cluster_state:ok[\s\S]*cluster_slots_ok:16384/)
    }
  })

  test('move a slot with its keys: the former owner says ASK meanwhile and MOVED afterwards', async () => {
    const slot = await cluster.slotOf('{tag}')
    const from = await cluster.ownerOf(slot)
    const to = cluster.masters.find((node) => node !== from) ?? from
    for (let i = 0; i < 250; i += 1) await from.command('SET', `{tag}${i}`, i)

    const told: unknown[] = []
    await cluster.moveSlot(slot, to, {
      whileMoving: async () => {
        told.push(await from.command('GET', '{tag}7').catch(String))
      },
    })
    expect(told).toEqual([expect.stringContaining(`ASK ${slot} 127.0.0.1:${to.port}`)])
    await expect(from.command('GET', '{tag}7')).rejects.toThrow(`MOVED ${slot} 127.0.0.1:${to.port}`)
    expect(await to.command('CLUSTER', 'COUNTKEYSINSLOT', slot)).toBe(250)
    expect(await to.command('GET', '{tag}249')).toBe('249')
    expect(await cluster.ownerOf(slot)).toBe(to)
    await cluster.settled()
  })

  test('can only be killed when they exist', async () => {
    await expect(cluster.killMaster(3)).rejects.toThrow('a master 3 cannot be used: 0 to 2')
  })
})

describe('a replica of each master', () => {
  startedBefore({ replicas: 1 })

  test('takes over from a master that was killed', async () => {
    const killed = await cluster.killMaster(1)
    expect(killed.isRunning).toBe(false)
    await cluster.settled()
    expect(await cluster.ownerOf(8_000)).toBe(cluster.replicas[1])
    await killed.restart()
    await cluster.settled()
    expect(await cluster.ownerOf(8_000)).toBe(cluster.replicas[1])
  }, 60_000)

  test('takes over from a master that stands still', async () => {
    const [frozen] = cluster.masters
    frozen?.freeze()
    await cluster.settled()
    expect(await cluster.ownerOf(0)).toBe(cluster.replicas[0])
    frozen?.thaw()
    await cluster.settled()
    expect(await cluster.ownerOf(0)).toBe(cluster.replicas[0])
  }, 60_000)
})
