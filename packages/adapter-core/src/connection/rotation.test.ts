import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anUpdate, aRestSnapshot } from '../../test/a-book-keeper.ts'
import { anAdapter } from '../../test/an-adapter.ts'

const AGE = 100_000
const BTC = 'BTC/USDT'
const ALL = (['trades', 'ticker', 'orderbook'] as const).map((channel) => ({ channel, symbol: BTC }))

/** An adapter that follows everything of a market on one socket, which is to be replaced at a certain age. */
async function aRotatingAdapter(...options: Parameters<typeof anAdapter>) {
  let newest = 10
  const made = anAdapter(
    { rest: { bookSnapshot: () => Promise.resolve(aRestSnapshot(newest)) }, ...options[0] },
    { rotation: { age: AGE, overlap: 1_000 }, pingInterval: 10_000_000, ...options[1] },
  )
  const { adapter, exchange, connect, advance, told } = made
  await connect()
  const subscribing = ALL.map((request) => adapter.subscribe(request))
  await advance(0)
  exchange.socket.acknowledge()
  await Promise.all(subscribing)
  await advance(0)
  return {
    ...made,
    /** Lets a candidate settle. */
    settle: async () => {
      exchange.socket.accept()
      await advance(0)
      exchange.socket.acknowledge()
      await advance(50)
    },
    /** The n-th trade, update and price, on the i-th socket. */
    say: (i: number, ...numbers: readonly number[]) => {
      for (const n of numbers) {
        newest = n
        const ticker = aTicker({ last: n })
        exchange.sockets[i]?.say({ kind: 'trade', trade: aTrade({ id: String(n) }) }, anUpdate(n), {
          kind: 'ticker',
          ticker,
        })
      }
    },
    trades: () => told('trade').map(({ id }) => Number(id)),
    prices: () => told('ticker').map(({ last }) => last),
  }
}

test('a socket is replaced before its age: the new one is subscribed first, the old one listens on, nothing is lost or doubled', async () => {
  const { adapter, exchange, advance, settle, say, trades, prices, told } = await aRotatingAdapter()
  say(0, 11, 12)
  await advance(AGE)
  expect(exchange.sockets).toHaveLength(2)
  say(0, 13)
  exchange.socket.accept()
  await advance(0)
  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT ticker:BTC/USDT orderbook:BTC/USDT'])
  say(1, 13)
  say(0, 14)
  exchange.socket.acknowledge()
  await advance(50)
  say(1, 14, 15)
  say(0, 15)
  expect(exchange.open).toHaveLength(2)
  await advance(1_000)

  expect(exchange.open).toEqual([exchange.sockets[1]])
  expect([trades(), prices()]).toEqual([
    [11, 12, 13, 14, 15],
    [11, 12, 13, 14, 14, 15],
  ])
  expect([told('gap'), told('exchange:error'), adapter.orderBook(BTC)?.status]).toEqual([[], [], 'live'])
  expect(adapter.getMetrics()).toMatchObject({ rotations: 1, reconnects: 0, connections: 1 })
  expect(told('exchange:connected')).toHaveLength(1)
  await settle()
})

test('is replaced again and again, and comes back from a loss after that', async () => {
  const { adapter, exchange, advance, settle, say, trades, told } = await aRotatingAdapter()
  for (let i = 1; i <= 3; i++) {
    await advance(AGE)
    await settle()
    say(i, 10 + i)
    await advance(1_000)
  }
  expect([adapter.getMetrics().rotations, exchange.open.length]).toEqual([3, 1])

  exchange.socket.drop('network lost')
  await advance(0)
  expect([adapter.state, adapter.orderBook(BTC)?.status]).toEqual(['RECONNECTING', 'stale'])
  await advance(1_000)
  await settle()
  say(4, 14)

  expect([adapter.state, exchange.sockets.length, trades()]).toEqual(['CONNECTED', 5, [11, 12, 13, 14]])
  expect(told('exchange:reconnecting')).toHaveLength(1)
})

test('a candidate that is not ready in time is given up, the old socket stays, and it is tried again later', async () => {
  const { adapter, exchange, advance, settle, say, trades } = await aRotatingAdapter({}, { timeout: 5_000 })
  await advance(AGE)
  exchange.socket.accept()
  await advance(6_000, 120)
  expect([exchange.sockets.length, exchange.open]).toEqual([2, [exchange.sockets[0]]])
  say(0, 11)

  await advance(30_000)
  await settle()
  say(2, 12)
  await advance(1_000)

  expect([adapter.getMetrics().rotations, trades()]).toEqual([1, [11, 12]])
  expect(adapter.orderBook(BTC)?.status).toBe('live')
})

test('a candidate that is refused at the door costs nothing', async () => {
  const { adapter, exchange, advance, told } = await aRotatingAdapter()
  await advance(AGE)

  exchange.socket.drop('refused')
  await advance(0)

  expect([adapter.state, exchange.open, told('exchange:error')]).toEqual(['CONNECTED', [exchange.sockets[0]], []])
})

test('a candidate that is open takes over at once when the old socket is lost', async () => {
  const { adapter, exchange, advance, say, trades, told } = await aRotatingAdapter()
  say(0, 11)
  await advance(AGE)
  exchange.socket.accept()
  await advance(0)

  exchange.sockets[0]?.drop('too early')
  await advance(0)
  exchange.socket.acknowledge()
  await advance(0)
  say(1, 12)

  expect([adapter.state, trades(), told('exchange:reconnecting')]).toEqual(['CONNECTED', [11, 12], []])
  expect(adapter.getMetrics().rotations).toBe(1)
  expect(adapter.orderBook(BTC)?.status).toBe('live')
})

test('a new socket that is lost at once is noticed at once, though the old one is still listening', async () => {
  const { adapter, exchange, advance, settle } = await aRotatingAdapter()
  await advance(AGE)
  await settle()

  exchange.sockets[1]?.drop('unlucky')
  await advance(0)

  expect([adapter.state, exchange.open]).toEqual(['RECONNECTING', []])
  expect(adapter.orderBook(BTC)?.status).toBe('stale')
})

test('a candidate that is still dialling when the old socket is lost is given up: there is one way back', async () => {
  const { adapter, exchange, advance, settle, told, clock } = await aRotatingAdapter()
  await advance(AGE)

  exchange.sockets[0]?.drop('too early')
  await advance(0)
  expect([adapter.state, exchange.open]).toEqual(['RECONNECTING', []])
  await advance(1_000)
  expect(exchange.sockets).toHaveLength(3)
  await settle()
  await advance(60_000)

  expect([adapter.state, exchange.sockets.length, adapter.orderBook(BTC)?.status]).toEqual(['CONNECTED', 3, 'live'])
  expect(told('exchange:connected')).toHaveLength(2)
  await adapter.disconnect()
  expect(clock.pending).toBe(0)
})

test('a book that already followed the candidate is not believed when both sockets are lost together', async () => {
  const { adapter, exchange, advance, say, settle, told } = await aRotatingAdapter()
  say(0, 11)
  await advance(AGE)
  exchange.socket.accept()
  await advance(0)
  say(1, 11)

  for (const socket of exchange.sockets) socket.drop('network lost')
  await advance(100, 2)
  expect(adapter.orderBook(BTC)?.status).toBe('stale')
  await advance(1_000)
  await settle()
  say(2, 12)
  await advance(10_000, 10)

  expect([adapter.state, adapter.orderBook(BTC)?.status]).toEqual(['CONNECTED', 'live'])
  expect(told('gap').filter(({ channel }) => channel === 'orderbook')).toMatchObject([{ cause: 'drop' }])
})

test('the exchange saying that it will cut a socket is reason enough', async () => {
  const { adapter, exchange, advance, settle } = await aRotatingAdapter()
  const [first] = exchange.sockets

  for (let i = 0; i < 3; i++) first?.say({ kind: 'closing', reason: 'maintenance' })
  await advance(0)
  expect(exchange.sockets).toHaveLength(2)
  await settle()
  first?.say({ kind: 'closing', reason: 'maintenance' })
  await advance(1_000)

  expect([exchange.sockets.length, adapter.getMetrics().rotations]).toEqual([2, 1])
})

test('disconnecting in the middle of it leaves nothing', async () => {
  for (const step of ['dialling', 'subscribing', 'overlapping']) {
    const { adapter, exchange, advance, settle, clock } = await aRotatingAdapter()
    await advance(AGE)
    if (step === 'subscribing') exchange.socket.accept()
    if (step === 'overlapping') await settle()

    await adapter.disconnect()

    expect([step, exchange.open, clock.pending]).toEqual([step, [], 0])
  }
})

test('what is asked for while a socket is being replaced is asked for on both, and told by whichever leads', async () => {
  const { adapter, exchange, advance } = await aRotatingAdapter({}, {})
  await advance(AGE)
  exchange.socket.accept()
  await advance(0)
  exchange.socket.acknowledge()
  const subscribing = adapter.subscribe({ channel: 'orderbook', symbol: 'ETH/USDT' })
  await advance(0)
  expect(exchange.sockets.map(({ asked }) => asked.at(-1))).toEqual(Array(2).fill('subscribe orderbook:ETH/USDT'))

  exchange.socket.acknowledge()
  await subscribing
  await advance(50)
  await advance(0)

  expect(adapter.getMetrics().rotations).toBe(1)
  expect(adapter.orderBook('ETH/USDT')?.status).toBe('live')
})
