import { describe, expect, test } from 'vitest'
import { aBridge } from '../../test/bridges.ts'
import { aStage, NOTHING_LOST } from '../../test/fault-stage.ts'
import { type RedisServer, until } from '../testing/index.ts'

const KINDS = {
  'for commands': ['normal'],
  'for subscriptions': ['pubsub'],
  'of all kinds': ['normal', 'pubsub'],
} as const

async function kill(server: RedisServer, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) await server.command('CLIENT', 'KILL', 'TYPE', kind, 'SKIPME', 'yes')
}

async function clientsOf(server: RedisServer): Promise<number> {
  const info = String(await server.command('INFO', 'clients'))
  return Number(/connected_clients:(\d+)/.exec(info)?.[1])
}

describe.each(['repaired', 'log'] as const)('delivery %s', (delivery) => {
  test.each(Object.entries(KINDS))(
    'connections %s may be killed again and again: nothing is lost',
    async (_, kinds) => {
      const { server, stage } = await aStage({ subscriber: { delivery } })
      for (let i = 0; i < 4; i++) {
        await kill(server, kinds)
        await stage.under(150)
      }
      await stage.flows()
      const verdict = await stage.end()
      expect(verdict).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
      expect(stage.ledger.account.skipped).toBe(0)
    },
  )
})

test('delivery live counts and announces exactly what it missed, also where nothing comes after it', async () => {
  const publisher = { heartbeatMs: 1_000 }
  const { network, stage } = await aStage({ through: 'subscriber', publisher, subscriber: { delivery: 'live' } })
  const beatAt = () => stage.subscriber.getMetrics().lastHeartbeatAt
  const before = beatAt()
  await until('a beat is heard', () => beatAt() !== before)
  network.refuse()
  network.cut()
  await stage.under(100)
  stage.load.stop()
  await network.pass()

  const { lost, ...verdict } = await stage.end()
  expect(verdict).toEqual({
    acked: stage.load.published,
    unaccounted: 0,
    unknown: 0,
    dropped: 0,
    twice: 0,
    disorder: 0,
  })
  expect(lost).toBeGreaterThan(100)
  expect(stage.subscriber.getMetrics().repaired).toBe(0)
})

test('delivery live goes on after a killed subscription, and counts the hole', async () => {
  const { server, stage } = await aStage({ subscriber: { delivery: 'live' } })
  await kill(server, KINDS['for subscriptions'])
  await stage.flows()
  const { lost, ...verdict } = await stage.end()
  expect(verdict).toMatchObject({ unaccounted: 0, unknown: 0, twice: 0, disorder: 0 })
  expect(lost).toBeGreaterThan(0)
})

test('after a kill the feed goes on at once', async ({ annotate }) => {
  const { server, stage } = await aStage()
  const silences: number[] = []
  for (let i = 0; i < 3; i++) {
    // A connection that was lost soon after it was made is made again less eagerly.
    await stage.under(2_100)
    stage.ledger.takeSilence()
    await kill(server, KINDS['of all kinds'])
    await stage.flows()
    await stage.under(50)
    silences.push(Math.round(stage.ledger.takeSilence()))
  }
  await annotate(`silence after CLIENT KILL: ${silences.join(', ')} ms`)
  // Some 50 ms on a machine at rest, which this one may not be.
  expect(Math.min(...silences)).toBeLessThan(500)
  expect(Math.max(...silences)).toBeLessThan(3_000)
  expect(await stage.end()).toMatchObject(NOTHING_LOST)
})

test('a server that pauses its clients loses nothing, whether they are cut off meanwhile or not', async () => {
  const { server, stage } = await aStage({ publisher: { watchdog: { pingMs: 200, timeoutMs: 600 } } })
  for (const pauseMs of [400, 1_200]) {
    await server.command('CLIENT', 'PAUSE', String(pauseMs), 'ALL')
    await stage.under(pauseMs)
    await stage.flows()
  }
  expect(stage.publisher.getMetrics().links.some(({ reconnects }) => reconnects > 0)).toBe(true)
  expect(await stage.end()).toMatchObject(NOTHING_LOST)
})

test('a bridge that is disconnected while it connects leaves nothing behind, and others alone', async () => {
  const { server, stage } = await aStage()
  const before = await clientsOf(server)
  const bridge = aBridge(server)
  for (let i = 0; i < 30; i++) {
    const connecting = bridge.connect().catch(({ code }: { code: string }) => code)
    await stage.under(i % 8)
    await bridge.disconnect()
    expect([undefined, 'BRIDGE_CLOSED']).toContain(await connecting)
    expect(bridge.isReady()).toBe(false)
  }
  await until('its connections are gone', async () => (await clientsOf(server)) === before)
  await bridge.connect()
  expect(bridge.isReady()).toBe(true)
  expect(await stage.end()).toMatchObject(NOTHING_LOST)
})
