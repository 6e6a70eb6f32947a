import { expect, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { ONE_OF_EACH, tradeEvent } from '../test/events.ts'
import { until } from './testing/index.ts'

test('before connecting everything is zero', () => {
  expect(aBridge({ port: 1 }).getMetrics()).toMatchObject({
    connected: false,
    publishedEvents: 0,
    receivedEvents: 0,
    errors: 0,
    subscriptions: 0,
    activeSubscriptions: [],
    isLeader: false,
    fence: undefined,
    ringBytes: 0,
    latency: { bridge: { p50: undefined, p99: undefined, count: 0 } },
  })
})

test('connected it knows its links and that it leads; disconnected it keeps its counters', async () => {
  const server = await aServer()
  const bridge = await connected(server)
  expect(bridge.getMetrics()).toMatchObject({
    connected: true,
    isLeader: true,
    links: [
      { name: 'publisher', up: true, reconnects: 0, lastCause: undefined },
      { name: 'subscriber', up: true, reconnects: 0, lastCause: undefined },
    ],
  })
  await bridge.publish(tradeEvent(1))
  await bridge.disconnect()
  expect(bridge.getMetrics()).toMatchObject({
    connected: false,
    publishedEvents: 1,
    acked: 1,
    isLeader: false,
    ringBytes: 0,
    errors: 0,
  })
})

test('counts what is published and received, and how long each part of the way took', async () => {
  const server = await aServer()
  const [publisher, subscriber] = [await connected(server), await connected(server)]
  await subscriber.subscribeAll()
  for (const event of ONE_OF_EACH) void publisher.publish(event)
  await until('all are there', () => subscriber.getMetrics().receivedEvents === ONE_OF_EACH.length)

  const { acked, batches, publishedEvents, ringBytes } = publisher.getMetrics()
  expect({ acked, publishedEvents }).toEqual({ acked: ONE_OF_EACH.length, publishedEvents: ONE_OF_EACH.length })
  expect(batches).toBeGreaterThan(0)
  expect(ringBytes).toBeGreaterThan(0)
  const { lastMessageAt, latency } = subscriber.getMetrics()
  expect(latency).toMatchObject({ feed: { count: 3 }, host: { count: 3 }, bridge: { count: ONE_OF_EACH.length } })
  expect(latency.feed.p50).toBeGreaterThan(1.4)
  expect(latency.feed.p50).toBeLessThan(1.7)
  expect(lastMessageAt).toBeGreaterThan(0)
  await until('a beat is heard', () => subscriber.getMetrics().lastHeartbeatAt !== undefined)
})
