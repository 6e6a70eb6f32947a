import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, type Json } from '../../test/client.ts'
import { KrakenBook } from '../../test/kraken-book.ts'

const bench = new Bench()
afterEach(bench.clear)

const subscribe = (symbol: string, rest: Json = {}): Json => ({
  method: 'subscribe',
  params: { channel: 'book', symbol: [symbol], ...rest },
})

async function connected() {
  const exchange = await bench.exchange({ exchange: 'kraken', clock: new ManualClock() })
  return { exchange, client: await bench.client(exchange) }
}

test.each([10, 25, 100, 500, 1000])(
  'sends a book of depth %i that verifies after every frame, however the client cuts it',
  async (depth) => {
    const { client, exchange } = await connected()
    client.send(subscribe('ETH/USD', { depth }))
    const books = [new KrakenBook(depth, true), new KrakenBook(depth, false)]
    await client.next('"success":true')
    const snapshot = await client.next('snapshot')
    expect(books.map((book) => book.apply(snapshot))).toEqual([true, true])

    exchange.step(300)
    await client.settled()

    const updates = client.frames.filter((frame) => frame.startsWith('{"channel":"book","type":"update"'))
    expect(updates.length).toBeGreaterThan(200)
    for (const update of updates) expect(books.map((book) => book.apply(update))).toEqual([true, true])
    const { asks, bids } = exchange.truth('ETH/USD')
    const seen = (side: readonly { price: string; qty: string }[]) =>
      side.map(({ price, qty }) => [Number(price), Number(qty)])
    expect(seen(books[0]?.bids ?? [])).toEqual(bids.slice(0, depth))
    expect(seen(books[0]?.asks ?? [])).toEqual(asks.slice(0, depth))
  },
)

test('relies on the client to cut its book: one that does not soon fails the checksum', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe('BTC/USD'))
  const careless = new KrakenBook(1_000_000, false)
  careless.apply(await client.next('"type":"snapshot"'))

  exchange.step(300)
  await client.settled()

  const updates = client.frames.filter((frame) => frame.startsWith('{"channel":"book","type":"update"'))
  expect(updates.some((update) => !careless.apply(update))).toBe(true)
})
