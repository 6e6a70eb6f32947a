import { expect, test } from 'vitest'
import { aServer, connected } from '../../test/bridges.ts'
import { tradeEvent } from '../../test/events.ts'
import { Ledger } from '../../test/ledger.ts'
import { startBridge } from '../../test/start-bridge.ts'
import { until } from '../testing/index.ts'

const EACH = 100

test.each([3, 5, 10, 20])(
  'of %i instances each hears all of the others, once and in order, and nothing of its own',
  async (count) => {
    const server = await aServer()
    const instances = await Promise.all(
      Array.from({ length: count }, async (_, instance) => {
        const bridge = await connected(server, { instanceId: instance })
        await bridge.subscribe('trade')
        const heardOf = new Set<string>()
        bridge.on('trade', ({ symbol }) => heardOf.add(symbol))
        return { bridge, ledger: new Ledger(bridge), heardOf, own: `I${instance}/USDT` }
      }),
    )
    for (let id = 1; id <= EACH; id++) {
      for (const { bridge, own } of instances) void bridge.publish(tradeEvent(id, own))
    }
    const expected = (count - 1) * EACH
    await until('all have everything', () => instances.every(({ ledger }) => ledger.delivered >= expected))
    await Promise.all(instances.map(({ bridge }) => bridge.flush()))

    for (const { bridge, heardOf, ledger, own } of instances) {
      expect(ledger.account).toMatchObject({
        delivered: expected,
        skipped: 0,
        missed: 0,
        unknown: 0,
        twice: 0,
        disorder: 0,
      })
      expect(heardOf.has(own)).toBe(false)
      expect(bridge.getMetrics()).toMatchObject({ publishedEvents: EACH, acked: EACH, delivered: expected, lost: 0 })
      expect(bridge.getMetrics().selfFiltered).toBeGreaterThan(0)
    }
    const delivered = instances.reduce((sum, { ledger }) => sum + ledger.delivered, 0)
    expect(delivered / (count * (count - 1) * EACH)).toBe(1)
  },
)

test('instances of the same name are one instance: none hears another', async () => {
  const server = await aServer()
  const [first, second, other] = [
    await connected(server, { instanceId: 1 }),
    await connected(server, { instanceId: '1' }),
    await connected(server, { instanceId: 2 }),
  ]
  for (const bridge of [second, other]) await bridge.subscribe('trade')
  for (let id = 1; id <= EACH; id++) void first.publish(tradeEvent(id))
  await until('the other has everything', () => other.getMetrics().delivered === EACH)
  await until('the namesake has filtered everything', () => second.getMetrics().selfFiltered === EACH)
  expect(second.getMetrics()).toMatchObject({ delivered: 0, lost: 0 })
})

test('three processes hear each other, whole and in order', async () => {
  const server = await aServer()
  const options = { host: server.host, port: server.port }
  const processes = await Promise.all([1, 2, 3].map((instanceId) => startBridge({ ...options, instanceId }, true)))
  const ids = 600
  await Promise.all(processes.map((one) => one.order({ kind: 'publish', count: ids })))
  for (const one of processes) {
    const news = await until('it has everything', async () => {
      const told = await one.order({ kind: 'tell' })
      return told.metrics.delivered >= 2 * ids ? told : undefined
    })
    expect(news.metrics).toMatchObject({ delivered: 2 * ids, publishedEvents: ids, acked: ids, lost: 0, duplicates: 0 })
    expect(news.account).toMatchObject({ delivered: 2 * ids, missed: 0, unknown: 0 })
  }
})
