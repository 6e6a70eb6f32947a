import { expect, onTestFinished, test } from 'vitest'
import { aBridge, aServer, connected, heardBy } from '../test/bridges.ts'
import { HostBook, tradeEvent } from '../test/events.ts'
import { startTcpProxy, until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const LEASE = { name: 'host', ttlMs: 600 }

test('of two hosts one leads, and only that one is heard', async () => {
  const server = await aServer()
  const first = await connected(server, { lease: LEASE, enableSubscription: false })
  const second = await connected(server, { lease: LEASE, enableSubscription: false })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  const heard = heardBy(executor)
  const leading: boolean[] = []
  second.onLeadership((leads) => leading.push(leads))

  void first.publish(tradeEvent(1))
  void second.publish(tradeEvent(2))
  void first.publish(tradeEvent(3))
  await until('both are there', () => heard.length === 2)
  expect(heard).toEqual([tradeEvent(1), tradeEvent(3)])
  expect(leading).toEqual([false])
  expect(second.getMetrics()).toMatchObject({ isLeader: false, standby: 1, publishedEvents: 0 })
})

test('a hand-over in good order loses nothing and announces nothing', async () => {
  const server = await aServer()
  const first = await connected(server, { lease: LEASE })
  const second = await connected(server, { lease: LEASE })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  await executor.subscribe('orderbook', MARKET)
  const heard = heardBy(executor)
  const source = new HostBook()
  const both = (event: ReturnType<typeof tradeEvent>) => {
    void first.publish(event)
    void second.publish(event)
  }
  both(source.snapshot())
  for (let i = 1; i <= 100; i++) both(tradeEvent(i))
  both(source.update())

  await first.disconnect()
  await until('the second leads', () => second.getMetrics().isLeader)
  for (let i = 101; i <= 200; i++) both(tradeEvent(i))
  both(source.update())
  const tradesHeard = () => heard.filter(({ type }) => type === 'trade')
  await until('all are there', () => tradesHeard().length >= 200)
  expect(tradesHeard()).toEqual(Array.from({ length: 200 }, (_, i) => tradeEvent(i + 1)))
  expect(heard.filter(({ type }) => type === 'gap')).toEqual([])
  await until('the book goes on', () => heard.some(({ data }) => 'change' in data && data.change?.sequence === 3))
  expect(executor.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0, epochChanges: 0, duplicates: 0 })
})

test('when the leader is cut off the standby takes over within the lease, with a gap of unknown size', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const first = await connected(network, { lease: LEASE })
  const second = await connected(server, { lease: LEASE })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  const heard = heardBy(executor)
  void first.publish(tradeEvent(1))
  await until('it is there', () => heard.length === 1)

  network.blackHole()
  await until('the other leads', () => second.getMetrics().isLeader, { withinMs: LEASE.ttlMs + 1_000 })
  expect(first.getMetrics().isLeader).toBe(false)
  void second.publish(tradeEvent(2))
  await until('the new one is heard', () => heard.some(({ data }) => 'id' in data && data.id === '2'))
  expect(heard.map(({ data, type }) => (type === 'gap' ? data : type))).toEqual([
    'trade',
    { ...MARKET, channel: 'trades', missed: undefined, recovered: false, cause: 'epoch' },
    'trade',
  ])
})

test('a writer that was replaced is refused by Redis and steps down', async () => {
  const server = await aServer()
  const zombie = await connected(server, { lease: { name: 'host', ttlMs: 60_000 } })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  const heard = heardBy(executor)
  void zombie.publish(tradeEvent(1))
  await zombie.flush()

  await server.command('DEL', 'ws:lease:host')
  const leader = aBridge(server, { lease: LEASE })
  await leader.connect()
  void leader.publish(tradeEvent(2))
  await leader.flush()
  await until('the new one is heard', () => heard.some(({ data }) => 'id' in data && data.id === '2'))

  void zombie.publish(tradeEvent(3))
  await until('it has stepped down', () => !zombie.getMetrics().isLeader)
  expect(zombie.getMetrics().fenced).toBeGreaterThan(0)
  expect(zombie.getMetrics().publishDropped.trade).toBe(1)
  expect(heard.some(({ data }) => 'id' in data && data.id === '3')).toBe(false)
  expect(executor.getMetrics().fenced).toBeGreaterThan(0)
})

test('after a crash the standby goes on behind the last trade in the log', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const first = await connected(network, { lease: LEASE })
  const second = await connected(server, { lease: LEASE })
  const executor = await connected(server)
  await executor.subscribe('trade', MARKET)
  const ids: number[] = []
  executor.on('trade', ({ id }) => ids.push(Number(id)))
  const both = (id: number) => {
    void first.publish(tradeEvent(id))
    void second.publish(tradeEvent(id))
  }
  for (let i = 1; i <= 50; i++) both(i)
  await until('the first are there', () => ids.length === 50)

  network.blackHole()
  for (let i = 51; i <= 80; i++) both(i)
  await until('the other leads', () => second.getMetrics().isLeader, { withinMs: LEASE.ttlMs + 1_000 })
  for (let i = 81; i <= 100; i++) both(i)
  await until('all are there', () => ids.length === 100)
  expect(ids).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))

  await network.pass()
  network.cut()
  await until('the first gives up what it could not say', () => first.getMetrics().publishDropped.trade === 50)
  void first.publish(tradeEvent(101))
  expect(first.getMetrics()).toMatchObject({ isLeader: false, standby: 1 })
})
