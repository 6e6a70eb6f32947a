import type { OrderBook } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aServer, connected } from '../test/bridges.ts'
import { HostBook } from '../test/events.ts'
import type { RedisEventBridge } from './index.ts'
import { Names } from './names.ts'
import { startTcpProxy, until } from './testing/index.ts'

const BOOK = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NO_LAST_VALUES = { lastValue: { enabled: false } }
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const LAST = NAMES.lastValue(NAMES.partitionOf(BOOK), 'orderbook:binance:BTC/USDT')

function following(bridge: RedisEventBridge) {
  const told: { book: OrderBook | undefined; readonly statuses: string[] } = { book: undefined, statuses: [] }
  bridge.on('orderbook', (book) => {
    told.book = book
    told.statuses.push(book.status)
  })
  return told
}

function expectSame(followed: OrderBook | undefined, { book }: HostBook) {
  expect([...(followed?.bids ?? [])]).toEqual([...book.bids])
  expect([...(followed?.asks ?? [])]).toEqual([...book.asks])
}

test('a book that its host begins to tell in the middle is whole for everybody', async () => {
  const server = await aServer()
  const host = await connected(server)
  const early = await connected(server)
  await early.subscribe('orderbook', BOOK)
  const told = following(early)
  const source = new HostBook()
  source.snapshot()
  for (let i = 0; i < 10; i++) source.update()
  for (let i = 0; i < 10; i++) void host.publish(source.update())
  await until('the book is there', () => told.book?.sequence === source.book.sequence)
  expectSame(told.book, source)
})

test('a book of which the live lane missed changes is syncing, and then whole again (live)', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const host = await connected(server, { heartbeatMs: 1_000 })
  const follower = await connected(network, { delivery: 'live' })
  await follower.subscribe('orderbook', BOOK)
  const told = following(follower)
  const source = new HostBook()
  void host.publish(source.snapshot())
  await until('the book is live', () => told.book?.status === 'live')
  const { lastHeartbeatAt } = follower.getMetrics()
  await until('a beat is heard', () => follower.getMetrics().lastHeartbeatAt !== lastHeartbeatAt)

  network.refuse()
  network.cut()
  await until('it is away', () => !follower.isReady())
  for (let i = 0; i < 10; i++) void host.publish(source.update())
  await host.flush()
  await network.pass()
  // Nothing more comes: the next beat tells.
  await until('the loss is noticed', () => follower.getMetrics().lost > 0)
  await until('the book is whole', () => told.book?.status === 'live' && told.book.sequence === source.book.sequence)
  expect(told.statuses).toContain('syncing')
  expect(follower.getMetrics().lost).toBe(10)
  expectSame(told.book, source)
})

test('a book that nobody can give whole waits for the next snapshot, and keeps no more than it may', async () => {
  const server = await aServer()
  const host = await connected(server, NO_LAST_VALUES)
  const follower = await connected(server)
  await follower.subscribe('orderbook', BOOK)
  const told = following(follower)
  const source = new HostBook()
  source.snapshot()
  await server.command('SET', LAST, 'garbage')
  for (let i = 0; i < 6_000; i++) void host.publish(source.update())
  await host.flush()
  await server.command('SET', LAST, '{"v":1,"s":"x","w":"another","f":1,"b":1,"tp":1,"m":[[1]]}')
  await until('they are there', () => follower.getMetrics().received >= 6_000)
  expect(follower.getMetrics().heldForRepair).toBeLessThanOrEqual(5_001)
  expect(told.book).toBeUndefined()

  void host.publish(source.snapshot())
  void host.publish(source.update())
  await until('the book is live', () => told.book?.sequence === source.book.sequence)
  expectSame(told.book, source)
})

test('a book that waits, and is wanted no more, is waited for no longer', async () => {
  const server = await aServer()
  const host = await connected(server, NO_LAST_VALUES)
  const follower = await connected(server)
  await follower.subscribe('orderbook', BOOK)
  const told = following(follower)
  const source = new HostBook()
  source.snapshot()
  void host.publish(source.update())
  await until('it waits', () => follower.getMetrics().received === 1)
  await follower.unsubscribe('orderbook', BOOK)
  await follower.subscribe('orderbook', BOOK)
  void host.publish(source.snapshot())
  await until('the book is live', () => told.book?.status === 'live')
  expectSame(told.book, source)
})
