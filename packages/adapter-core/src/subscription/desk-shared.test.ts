import type { FakeProtocolParts } from '@md/adapter-core/testing'
import type { ChannelRequest } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aRestSnapshot } from '../../test/a-book-keeper.ts'
import { anAdapter } from '../../test/an-adapter.ts'

const BTC = 'BTC/USDT'
const TRADES = { channel: 'trades', symbol: BTC } as const
const CANDLES = { channel: 'candles', symbol: BTC, interval: '1m' } as const
const HOURS = { channel: 'candles', symbol: BTC, interval: '1h' } as const

const book = (depth?: number): ChannelRequest => ({
  channel: 'orderbook',
  symbol: BTC,
  ...(depth === undefined ? {} : { depth }),
})

/** A venue without candles: they are made of its trades. */
const WITHOUT_CANDLES: FakeProtocolParts = {
  candles: 'trades',
  upstream: (request) => (request.channel === 'candles' ? { channel: 'trades', symbol: request.symbol } : request),
}

async function anAdapterWith(parts: FakeProtocolParts, ...requests: readonly ChannelRequest[]) {
  const made = anAdapter(parts)
  const subscribe = async (request: ChannelRequest) => {
    const subscribing = made.adapter.subscribe(request)
    await made.advance(0)
    made.exchange.socket.acknowledge()
    await subscribing
    await made.advance(0)
    made.exchange.socket.acknowledge()
  }
  await made.connect()
  for (const request of requests) await subscribe(request)
  return { ...made, subscribe, say: (id: number) => made.exchange.socket.say(aTradeWith(id)) }
}

const aTradeWith = (id: number) => ({ kind: 'trade', trade: aTrade({ id: String(id) }) }) as const

test('candles made of trades and the trades themselves are one subscription at the venue', async () => {
  const { adapter, exchange, say, told } = await anAdapterWith(WITHOUT_CANDLES, CANDLES, TRADES, HOURS)

  say(1)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT'])
  expect([told('trade').length, told('candle').map(({ interval }) => interval)]).toEqual([1, ['1m', '1h']])
  expect(adapter.getMetrics().subscriptions).toBe(3)
})

test('trades that only candles are made of are not told, nor what is missing of them', async () => {
  const { say, told, advance } = await anAdapterWith(WITHOUT_CANDLES, CANDLES)

  say(1)
  say(3)
  await advance(5_000, 5)

  expect([told('trade'), told('gap')]).toEqual([[], []])
  expect(told('candle').at(-1)).toMatchObject({ volume: 2, partial: true })
})

test('a subscription that others live on is given up with the last of them', async () => {
  const { adapter, exchange, say, told, advance, clock } = await anAdapterWith(WITHOUT_CANDLES, CANDLES, TRADES)

  await adapter.unsubscribe(TRADES)
  say(1)
  await advance(0)
  expect([told('trade'), told('candle').length, exchange.socket.asked.length]).toEqual([[], 1, 1])
  await adapter.unsubscribe(CANDLES)
  say(2)
  await advance(0)

  expect([told('candle').length, exchange.socket.asked.at(-1)]).toEqual([1, 'unsubscribe trades:BTC/USDT'])
  await adapter.disconnect()
  expect(clock.pending).toBe(0)
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

  await adapter.subscribe(book(5_000))
  await advance(0)

  expect(adapter.orderBook(BTC)).toBeUndefined()
  expect(exchange.socket.asked.at(-1)).toBe('unsubscribe orderbook:BTC/USDT')
})
