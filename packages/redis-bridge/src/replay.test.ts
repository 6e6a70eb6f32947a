import { expect, test } from 'vitest'
import { aServer, connected } from '../test/bridges.ts'
import { HostBook, tickerEvent, tradeEvent } from '../test/events.ts'
import type { Replayed } from './index.ts'

test('what was published is read again, from the beginning or from a time', async () => {
  const server = await aServer()
  const host = await connected(server)
  for (let i = 1; i <= 200; i++) void host.publish(tradeEvent(i, `S${i % 5}/USDT`))
  await host.flush()

  const reader = await connected(server, { enablePublishing: false })
  const all: Replayed[] = []
  for await (const one of reader.replay()) all.push(one)
  expect(all.map(({ event }) => event).toSorted((a, b) => idOf(a) - idOf(b))).toEqual(
    Array.from({ length: 200 }, (_, i) => tradeEvent(i + 1, `S${(i + 1) % 5}/USDT`)),
  )
  expect(all.map(({ origin }) => origin.publishedAt)).toEqual(all.map(({ origin }) => origin.publishedAt).toSorted())
  expect(all[0]?.origin.instanceId).toBe(host.instanceId)

  const later: Replayed[] = []
  for await (const one of reader.replay({ from: (all.at(-1)?.origin.publishedAt ?? 0) + 0.001 })) later.push(one)
  expect(later).toEqual([])
})

test('follows what comes, of one type and one market, until it is left', async () => {
  const server = await aServer()
  const host = await connected(server)
  void host.publish(tradeEvent(1))
  await host.flush()

  const read: unknown[] = []
  for await (const { event } of host.replay({ follow: true, type: 'trade', filter: { symbol: 'BTC/USDT' } })) {
    read.push(event)
    if (read.length === 3) break
    void host.publish(tickerEvent(9))
    void host.publish(tradeEvent(100, 'ETH/USDT'))
    void host.publish(tradeEvent(read.length + 1))
  }
  expect(read).toEqual([tradeEvent(1), tradeEvent(2), tradeEvent(3)])
})

test('books are whole when they are replayed', async () => {
  const server = await aServer()
  const host = await connected(server)
  const source = new HostBook()
  void host.publish(source.snapshot())
  for (let i = 0; i < 20; i++) void host.publish(source.update())
  await host.flush()
  let bids: unknown
  for await (const { event } of host.replay({ type: 'orderbook' })) {
    if (event.type === 'orderbook') bids = [...event.data.bids]
  }
  expect(bids).toEqual([...source.book.bids])
})

const idOf = (event: Replayed['event']): number => (event.type === 'trade' ? Number(event.data.id) : 0)
