import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../../test/an-adapter.ts'
import { settled } from '../../test/fake-exchange.ts'

const BTC = 'BTC/USDT'
const TRADES = { channel: 'trades', symbol: BTC } as const
const TICKER = { channel: 'ticker', symbol: BTC } as const
const CANDLES = { channel: 'candles', symbol: BTC, interval: '1m' } as const

/** How a promise stands: nothing is waited for. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  let state = 'pending'
  promise.then(
    () => {
      state = 'resolved'
    },
    (error: unknown) => {
      state = String(error)
    },
  )
  await settled()
  return state
}

test('a subscription resolves on the acknowledgement of the venue', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)
  expect([exchange.socket.asked, await stateOf(subscribing)]).toEqual([['subscribe trades:BTC/USDT'], 'pending'])

  exchange.socket.acknowledge()

  expect(await stateOf(subscribing)).toBe('resolved')
  expect(adapter.getMetrics().subscriptions).toBe(1)
})

test('data is as good as an acknowledgement', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = [TICKER, CANDLES].map((request) => adapter.subscribe(request))
  await advance(0)

  exchange.socket.say({ kind: 'ticker', ticker: aTicker() }, { kind: 'candle', candle: aCandle() })

  await Promise.all(subscribing)
})

test('what is asked for together goes out together', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  for (const request of [TRADES, TICKER, CANDLES]) void adapter.subscribe(request)
  await advance(0)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT ticker:BTC/USDT candles:BTC/USDT:1m'])
})

test('asking twice is one subscription, and giving it up is the end of it', async () => {
  const { adapter, exchange, connect, advance, told } = anAdapter()
  await connect()
  const both = [adapter.subscribe(TRADES), adapter.subscribe(TRADES)]
  await advance(0)
  exchange.socket.acknowledge()
  await Promise.all(both)
  await adapter.subscribe(TRADES)
  expect(exchange.socket.asked).toHaveLength(1)

  await adapter.unsubscribe(TRADES)
  await adapter.unsubscribe(TRADES)
  exchange.socket.say({ kind: 'trade', trade: aTrade() })
  await advance(0)

  expect([told('trade'), adapter.getMetrics().subscriptions]).toEqual([[], 0])
  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT', 'unsubscribe trades:BTC/USDT'])
  expect(adapter.getMetrics().skipped).toEqual({ unrequested: 1 })
})

test('what is asked for before connecting is sent when there is a socket', async () => {
  const { adapter, exchange, connect } = anAdapter()
  const subscribing = adapter.subscribe(TRADES)
  await settled()

  await connect()
  exchange.socket.acknowledge()

  expect(await stateOf(subscribing)).toBe('resolved')
})

test('a refusal rejects with the reason of the venue', async () => {
  const { adapter, exchange, connect, advance, told } = anAdapter()
  await connect()
  const subscribing = expect(adapter.subscribe(TRADES)).rejects.toMatchObject({
    code: 'SUBSCRIPTION_REFUSED',
    message: 'binance refused trades:BTC/USDT: market closed',
  })
  await advance(0)

  exchange.socket.say({ kind: 'refused', requestId: 1, reason: 'market closed' })
  await subscribing

  expect([told('exchange:error'), adapter.getMetrics().subscriptions]).toEqual([[], 0])
})

test('the members of a refused batch are asked for one by one, until all are settled', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = [TRADES, TICKER, CANDLES].map((request) => adapter.subscribe(request))
  const outcome = Promise.allSettled(subscribing)
  await advance(0)
  const { socket } = exchange

  socket.say({ kind: 'refused', reason: 'bad request' })
  for (let i = 2; i <= 4; i++) {
    await advance(0)
    const last = socket.requests.at(-1)
    const bad = last?.keys[0]?.startsWith('ticker')
    socket.say(bad ? { kind: 'refused', reason: 'bad' } : { kind: 'accepted', requestId: i })
  }

  expect((await outcome).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('no answer in time is an error, and the venue is told to forget it', async () => {
  const { adapter, exchange, connect, advance } = anAdapter({}, { timeout: 5_000 })
  await connect()
  const subscribing = expect(adapter.subscribe(TRADES)).rejects.toMatchObject({ code: 'NOT_ACKNOWLEDGED' })

  await advance(7_000, 7)
  await subscribing
  await advance(0)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT', 'unsubscribe trades:BTC/USDT'])
  expect(adapter.state).toBe('CONNECTED')
})

test('no answer for what has worked before is the fault of the socket', async () => {
  const { adapter, exchange, connect, advance, told } = anAdapter({}, { timeout: 5_000 })
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)
  exchange.socket.acknowledge()
  await subscribing
  exchange.socket.drop()
  await advance(1_000)
  exchange.socket.accept()

  await advance(7_000, 7)

  expect(told('exchange:error').at(-1)?.message).toContain('no answer to trades:BTC/USDT within 5000 ms')
  expect(adapter.getMetrics().subscriptions).toBe(1)
})
