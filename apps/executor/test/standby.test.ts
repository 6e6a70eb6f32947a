import { until } from '@md/redis-bridge/testing'
import { expect, test } from 'vitest'
import { aStage, isFlowing, leads, market, statusOf } from './stage.ts'

const LEASE_MS = 1_500

/** A leader, a standby with its books warm, and an executor. */
async function twoHosts() {
  const { exchange, ...stage } = await aStage()
  const leader = stage.host({ REDIS_LEASE_TTL: String(LEASE_MS) })
  await leads(leader)
  const standby = stage.host({ REDIS_LEASE_TTL: String(LEASE_MS) })
  const executor = stage.executor({ SUBSCRIPTIONS: 'kraken:BTC/USD' })
  await market(executor, 'BTC/USD', isFlowing)
  await until('the standby listens as well', () => exchange.connections === 2)
  expect((await statusOf(standby)).leading).toBe(false)
  return { leader, standby, executor }
}

test('a leader that leaves hands over at once, and the executor misses nothing', { timeout: 60_000 }, async () => {
  const { executor, leader, standby } = await twoHosts()
  const before = await market(executor, 'BTC/USD', isFlowing)

  leader.kill('SIGTERM')
  expect((await leader.ended).code).toBe(0)
  await leads(standby)
  const after = await market(
    executor,
    'BTC/USD',
    (one) => isFlowing(one) && one.received.trade > before.received.trade + 20,
  )
  expect(after.received.gap).toBe(0)
})

test('a leader that dies is replaced within the lease and a second', { timeout: 60_000 }, async () => {
  const { executor, leader, standby } = await twoHosts()
  const before = await market(executor, 'BTC/USD', isFlowing)

  leader.kill('SIGKILL')
  const died = performance.now()
  await leads(standby)
  expect(performance.now() - died).toBeLessThan(LEASE_MS + 1_000)
  await market(executor, 'BTC/USD', (one) => isFlowing(one) && one.received.trade > before.received.trade + 20)
})
