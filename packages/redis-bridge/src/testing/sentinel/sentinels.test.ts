import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../until.ts'
import { isInStep } from './sentinel-view.ts'
import { type RedisSentinels, startSentinels } from './sentinels.ts'

let redis: RedisSentinels
beforeAll(async () => {
  redis = await startSentinels()
}, 60_000)
afterAll(() => redis.stop())

test('three Sentinels name the master, which a replica copies', async () => {
  const [first, replica] = redis.nodes
  expect(redis.sentinels).toHaveLength(3)
  expect(await redis.master()).toBe(first)
  for (const sentinel of redis.sentinels) {
    expect(await sentinel.command('SENTINEL', 'CKQUORUM', redis.name)).toMatch(/^OK 3 usable Sentinels/)
  }
  await first?.command('SET', 'before', 1)
  expect(await first?.command('WAIT', 1, 5_000)).toBe(1)
  await expect(replica?.command('SET', 'a', 1)).rejects.toThrow('READONLY')
})

test('the replica takes over from a master that was killed, which comes back as its replica', async () => {
  const former = await redis.master()
  const next = await redis.failover()
  expect(former.isRunning).toBe(false)
  expect(next).not.toBe(former)
  expect(await redis.master()).toBe(next)
  expect(await next.command('GET', 'before')).toBe('1')
  expect(await next.command('SET', 'after', 2)).toBe('OK')

  await former.restart()
  await until('the former master is a replica', () => isInStep(former), { withinMs: 15_000 })
  expect(await former.command('GET', 'after')).toBe('2')
}, 60_000)
