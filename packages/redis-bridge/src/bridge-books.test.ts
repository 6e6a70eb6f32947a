import type { BookChange, OrderBook } from '@md/types'
import { expect, test } from 'vitest'
import { aServer, connected } from '../test/bridges.ts'
import { HostBook } from '../test/events.ts'
import { every } from '../test/every.ts'
import type { RedisEventBridge } from './index.ts'
import { until } from './testing/index.ts'

const BOOK = { exchange: 'binance', symbol: 'BTC/USDT' } as const

/** The book as last told, and every status it was told with. */
function following(bridge: RedisEventBridge) {
  const told: { book: OrderBook | undefined; readonly statuses: string[] } = { book: undefined, statuses: [] }
  bridge.on('orderbook', (book) => {
    told.book = book
    if (told.statuses.at(-1) !== book.status) told.statuses.push(book.status)
  })
  return told
}

function expectSame(followed: OrderBook | undefined, { book }: HostBook) {
  expect([...(followed?.bids ?? [])]).toEqual([...book.bids])
  expect([...(followed?.asks ?? [])]).toEqual([...book.asks])
  expect(followed).toMatchObject({ sequence: book.sequence, status: book.status, integrity: book.integrity })
}

test.each(['live', 'repaired', 'log'] as const)(
  'a subscriber has the same book as the host, level for level (%s)',
  async (delivery) => {
    const server = await aServer()
    const host = await connected(server)
    const executor = await connected(server, { delivery })
    await executor.subscribe('orderbook', BOOK)
    const told = following(executor)

    const source = new HostBook()
    void host.publish(source.snapshot())
    for (let i = 0; i < 300; i++) void host.publish(source.update())
    void host.publish(source.become('stale'))
    await until('the book is there', () => told.book?.sequence === 301 && told.book.status === 'stale')
    expectSame(told.book, source)
    expect(told.statuses).toEqual(['live', 'stale'])
    expect(executor.getMetrics()).toMatchObject({ lost: 0, delivered: 302 })
  },
)

test.each(['live', 'repaired'] as const)(
  'whoever joins late has a live book within a second, and no change is missing (%s)',
  async (delivery) => {
    const server = await aServer()
    const host = await connected(server)
    const source = new HostBook()
    void host.publish(source.snapshot())
    for (let i = 0; i < 50; i++) void host.publish(source.update())
    await host.flush()

    const late = await connected(server, { delivery })
    const told = following(late)
    await late.subscribe('orderbook', BOOK)
    await until('the book is live', () => told.book?.status === 'live', { withinMs: 1_000 })
    for (let i = 0; i < 50; i++) void host.publish(source.update())
    await until('it is up to date', () => told.book?.sequence === source.book.sequence)
    expectSame(told.book, source)
  },
)

test('a book joined late while it changes all the time is whole', async () => {
  const server = await aServer()
  const host = await connected(server)
  const source = new HostBook()
  void host.publish(source.snapshot())
  const stop = every(1, () => void host.publish(source.update()))

  const late = await connected(server)
  const told = following(late)
  const changes: BookChange[] = []
  late.on('orderbook', ({ change }) => {
    if (change !== undefined) changes.push(change)
  })
  await late.subscribe('orderbook', BOOK)
  await until('it has followed for a while', () => changes.length > 300)
  stop()
  await until('it is up to date', () => told.book?.sequence === source.book.sequence)
  expectSame(told.book, source)
  // Only a whole book may leap: what a machine that stood still is told when it goes on.
  const follows = ({ sequence }: BookChange, i: number) => sequence === (changes[i]?.sequence ?? 0) + 1
  const leaps = changes.slice(1).filter((change, i) => change.kind === 'delta' && !follows(change, i))
  expect(leaps).toEqual([])
  expect(changes.filter(({ kind }) => kind === 'delta').length).toBeGreaterThan(290)
})

test('a book is stale when its publisher is silent, and live again when it is back', async () => {
  const server = await aServer()
  const host = await connected(server)
  const executor = await connected(server)
  await executor.subscribe('orderbook', BOOK)
  const told = following(executor)
  const source = new HostBook()
  void host.publish(source.snapshot())
  await until('the book is there', () => told.book?.status === 'live')

  server.freeze()
  await until('it is stale', () => told.book?.status === 'stale', { withinMs: 2_500 })
  server.thaw()
  await until('it is live again', () => told.book?.status === 'live', { withinMs: 5_000 })
  expectSame(told.book, source)
})
