import { type ChannelRequest, requestKey } from '@md/types'
import { expect, test } from 'vitest'
import { anUpdate, aRestSnapshot, aSnapshot } from '../../test/a-book-keeper.ts'
import { anAdapterWith } from '../../test/an-adapter-with.ts'

const BTC = 'BTC/USDT'

const book = (depth?: number): ChannelRequest => ({
  channel: 'orderbook',
  symbol: BTC,
  ...(depth === undefined ? {} : { depth }),
})

test('a book is deepened for whoever wants it deeper, and never made shallower', async () => {
  const depths: (number | undefined)[] = []
  const { adapter, exchange, subscribe } = await anAdapterWith(
    {
      rest: {
        bookSnapshot: (_, __, depth) => {
          depths.push(depth)
          return Promise.resolve(aRestSnapshot(depths.length * 10))
        },
      },
    },
    book(),
  )

  const changes: (string | undefined)[] = []
  adapter.on('orderbook', ({ status, change }) => changes.push(change?.kind ?? status))
  for (const depth of [10, 100, undefined]) await subscribe(book(depth))
  expect(depths).toEqual([undefined])
  await subscribe(book(500))
  await subscribe(book(200))

  expect(depths).toEqual([undefined, 500])
  expect(exchange.socket.asked).toEqual(
    ['subscribe', 'unsubscribe', 'subscribe'].map((verb) => `${verb} orderbook:BTC/USDT`),
  )
  expect(changes).toEqual(['stale', 'snapshot'])
  expect(adapter.orderBook(BTC)?.bids.amount(0)).toBe(20)
})

test('a venue that sends books of certain depths is asked for the next one when more is wanted', async () => {
  const { exchange, subscribe } = await anAdapterWith(
    { book: { startsFrom: 'stream', subscribedDepth: (depth = 10) => (depth > 10 ? 100 : 10) } },
    book(5),
  )

  await subscribe(book(10))
  await subscribe(book())
  expect(exchange.socket.asked).toHaveLength(1)
  await subscribe(book(11))

  expect(exchange.socket.asked).toHaveLength(3)
})

test('whoever gives the book up when it is being deepened is not given a new one', async () => {
  const { adapter, exchange, advance } = await anAdapterWith(
    { rest: { bookSnapshot: () => Promise.resolve(aRestSnapshot(10)) } },
    book(10),
  )
  adapter.on('orderbook', ({ status }) => {
    if (status === 'stale') void adapter.unsubscribe(book())
  })

  await expect(adapter.subscribe(book(5_000))).rejects.toMatchObject({ code: 'ABANDONED' })
  await advance(0)

  expect(adapter.orderBook(BTC)).toBeUndefined()
  expect(exchange.socket.asked.at(-1)).toBe('unsubscribe orderbook:BTC/USDT')
})

/** A book of 10 levels at a venue that has 10, 100 and 1000, and what it is asked for. */
async function aShallowBook() {
  const asked: string[] = []
  const made = await anAdapterWith(
    {
      book: { startsFrom: 'stream', integrity: 'plausibility', subscribedDepth: levels },
      subscribe: (batch, id) => {
        for (const request of batch) if (request.channel === 'orderbook') asked.push(`${levels(request.depth)}`)
        return JSON.stringify({ action: 'subscribe', id, keys: batch.map(requestKey) })
      },
    },
    book(10),
  )
  const { adapter, advance, exchange } = made
  const settled: string[] = []
  /** Asks for it deeper; how that ended is noted. */
  const deepen = async (depth: number) => {
    adapter.subscribe(book(depth)).then(
      () => settled.push(`${depth}`),
      ({ code }: { readonly code: string }) => settled.push(`${depth} ${code}`),
    )
    await advance(0)
  }
  const refuse = async () => {
    exchange.socket.say({ kind: 'refused', symbol: BTC, reason: 'no such depth' })
    await advance(0)
  }
  const acknowledge = async () => {
    exchange.socket.acknowledge()
    await advance(0)
  }
  return { ...made, asked, settled, deepen, refuse, acknowledge }
}

const levels = (depth = 10): number => (depth > 100 ? 1_000 : depth > 10 ? 100 : 10)

test('a deeper book is there when the venue has acknowledged it, and not before', async () => {
  const { asked, settled, deepen, acknowledge, exchange } = await aShallowBook()
  await deepen(50)
  // Still of the book that is given up.
  exchange.socket.say(anUpdate(5))
  await deepen(90)
  await deepen(10)
  expect([asked, settled]).toEqual([['10', '100'], ['10']])

  await acknowledge()

  expect(settled).toEqual(['10', '50', '90'])
})

test('a deeper book that is refused leaves the book as it was', async () => {
  const { adapter, asked, settled, deepen, refuse, acknowledge, exchange, told } = await aShallowBook()
  await deepen(50)
  await refuse()
  expect([asked, settled]).toEqual([['10', '100', '10'], ['50 SUBSCRIPTION_REFUSED']])
  await acknowledge()
  exchange.socket.say(aSnapshot({ bids: [[1, 1]], asks: [[2, 1]] }))

  expect([adapter.orderBook(BTC)?.status, adapter.getMetrics().subscriptions]).toEqual(['live', 1])
  expect(told('exchange:error')).toEqual([])
  await deepen(50)
  await acknowledge()
  expect(settled.at(-1)).toBe('50')
})

test('a deeper book that is not answered leaves the book as it was, and the socket alone', async () => {
  const { asked, settled, deepen, advance, exchange } = await aShallowBook()
  await deepen(50)

  await advance(31_000, 31)

  expect([asked, settled]).toEqual([['10', '100', '10'], ['50 NOT_ACKNOWLEDGED']])
  expect(exchange.sockets).toHaveLength(1)
})

test('deeper and deeper is one question at a time, which answers everybody who is served by it', async () => {
  const { asked, settled, deepen, acknowledge } = await aShallowBook()
  await deepen(50)
  await deepen(500)
  await acknowledge()

  expect([asked, settled]).toEqual([
    ['10', '100', '1000'],
    ['50', '500'],
  ])
})

test('a deeper book is waited for through an outage', async () => {
  const { asked, settled, deepen, advance, acknowledge, exchange } = await aShallowBook()
  await deepen(50)
  exchange.socket.drop()
  await advance(1_000)
  exchange.socket.accept()
  await advance(0)
  expect([asked, settled]).toEqual([['10', '100', '100'], []])

  await acknowledge()

  expect(settled).toEqual(['50'])
})

test('whoever disconnects gives up on a deeper book', async () => {
  const { adapter, settled, deepen, advance } = await aShallowBook()
  await deepen(50)

  await adapter.disconnect()
  await advance(0)

  expect(settled).toEqual(['50 ABANDONED'])
})
