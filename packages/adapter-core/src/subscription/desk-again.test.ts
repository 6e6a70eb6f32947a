import { deferred } from '@md/runtime'
import type { Instrument } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../../test/an-adapter.ts'
import { anAdapterWith } from '../../test/an-adapter-with.ts'

const BTC = 'BTC/USDT'
const TRADES = { channel: 'trades', symbol: BTC } as const
const TICKER = { channel: 'ticker', symbol: BTC } as const
const CANDLES = { channel: 'candles', symbol: BTC, interval: '1m' } as const

const instrument = (symbol: string): Instrument => ({
  exchange: 'binance',
  symbol,
  base: '',
  quote: '',
  venueSymbol: symbol,
  status: 'trading',
  tickSize: '0.01',
  stepSize: '0.01',
})

test('after a loss everything that is still wanted is asked for again', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = [TRADES, TICKER].map((request) => adapter.subscribe(request))
  await advance(0)
  exchange.socket.acknowledge()
  await Promise.all(subscribing)
  exchange.socket.drop()
  await adapter.unsubscribe(TICKER)
  const meanwhile = adapter.subscribe(CANDLES)
  await advance(1_000)
  exchange.socket.accept()
  await advance(0)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT candles:BTC/USDT:1m'])
  exchange.socket.acknowledge()
  await meanwhile
  expect(adapter.getMetrics().resubscriptions).toBe(1)
})

/** An adapter whose trades stood, and are refused since the socket was lost. */
async function aRefusedAdapter() {
  const made = anAdapter({}, { pingInterval: 1_000_000 })
  const { adapter, exchange, connect, advance } = made
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)
  exchange.socket.acknowledge()
  await subscribing
  exchange.socket.drop()
  await advance(1_000)
  exchange.socket.accept()
  await advance(0)
  const refuse = () => exchange.socket.say({ kind: 'refused', symbol: BTC, reason: 'in maintenance' })
  refuse()
  return { ...made, refuse, refusals: () => made.told('exchange:error').filter(isRefusal) }
}

const isRefusal = ({ code }: { readonly code: string }) => code === 'SUBSCRIPTION_REFUSED'

test('what has worked before and is refused is asked for again, ever later, and goes on when it is taken', async () => {
  const { adapter, exchange, advance, refuse, refusals } = await aRefusedAdapter()
  expect(refusals()).toMatchObject([
    { recovery: 'resync', context: { subscription: 'trades:BTC/USDT', reason: 'in maintenance', retryMs: 1_000 } },
  ])
  expect(exchange.socket.asked).toHaveLength(1)
  await advance(2_000, 4)
  expect(exchange.socket.asked).toHaveLength(2)
  refuse()
  await advance(2_000, 4)
  expect([exchange.socket.asked.length, refusals().at(-1)?.context['retryMs']]).toEqual([3, 2_000])

  exchange.socket.acknowledge()
  await advance(100_000, 100)

  expect([exchange.socket.asked.length, refusals().length, adapter.getMetrics().subscriptions]).toEqual([3, 2, 1])
})

test('what goes on being refused is given up, and said to be', async () => {
  const { adapter, exchange, advance, refuse, refusals } = await aRefusedAdapter()
  for (let i = 0; i < 5; i++) {
    const { length } = exchange.socket.asked
    for (let s = 0; exchange.socket.asked.length === length && s < 60; s++) await advance(1_000)
    refuse()
  }
  await advance(100_000, 100)

  expect(refusals().map(({ recovery, context }) => [recovery, context['retryMs']])).toEqual([
    ['resync', 1_000],
    ['resync', 2_000],
    ['resync', 4_000],
    ['resync', 8_000],
    ['resync', 16_000],
    ['stop', undefined],
  ])
  expect(refusals().at(-1)).toMatchObject({
    message: 'binance refused trades:BTC/USDT: in maintenance',
    context: { subscription: 'trades:BTC/USDT' },
  })
  expect([exchange.socket.asked.length, adapter.getMetrics().subscriptions]).toEqual([6, 0])
})

test('whoever is told that it is given up may subscribe anew', async () => {
  const { adapter, exchange, advance, refuse } = await aRefusedAdapter()
  adapter.on('exchange:error', ({ recovery }) => {
    if (recovery === 'stop') void adapter.subscribe(TRADES)
  })
  for (let i = 0; i < 5; i++) {
    await advance(20_000, 20)
    refuse()
  }
  await advance(0)
  expect(exchange.socket.asked).toHaveLength(7)
  exchange.socket.acknowledge()

  expect(adapter.getMetrics().subscriptions).toBe(1)
})

test('what is given up while it waits to be asked for again is not', async () => {
  const { adapter, exchange, advance } = await aRefusedAdapter()

  await adapter.unsubscribe(TRADES)
  await advance(10_000, 10)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT'])
})

test('what waits to be asked for again is asked for once by the next socket', async () => {
  const { exchange, advance } = await aRefusedAdapter()
  exchange.socket.drop()
  await advance(2_000, 4)
  exchange.socket.accept()
  await advance(10_000, 10)

  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT'])
})

test('a venue that is too busy is asked again after a while', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)

  exchange.socket.say({ kind: 'refused', requestId: 1, reason: 'too fast', transient: true })
  await advance(0)
  expect(exchange.socket.asked).toHaveLength(1)
  await advance(2_000, 2)
  exchange.socket.say({ kind: 'accepted', requestId: 2 })

  await subscribing
})

test('a venue that is too busy to be told what is not wanted any more is told again after a while', async () => {
  const { adapter, exchange, advance } = await anAdapterWith({}, TRADES)

  await adapter.unsubscribe(TRADES)
  await advance(0)
  exchange.socket.say({ kind: 'refused', requestId: 2, reason: 'too fast', transient: true })
  await advance(2_000, 2)

  expect(exchange.socket.asked.slice(1)).toEqual(['unsubscribe trades:BTC/USDT', 'unsubscribe trades:BTC/USDT'])
})

test('an unknown symbol, channel or depth is refused before anything is sent', async () => {
  const list = deferred<readonly Instrument[]>()
  const { adapter, exchange, connect, advance } = anAdapter({ rest: { instruments: () => list.promise } })
  await connect()
  const unknown = adapter.subscribe({ channel: 'trades', symbol: 'BTC/UST' })
  const bad = adapter.subscribe({ channel: 'orderbook', symbol: BTC, depth: -1 })
  const outcome = Promise.allSettled([unknown, bad])
  list.resolve([instrument(BTC)])
  await advance(0)

  expect(await outcome).toMatchObject([
    { reason: { code: 'UNKNOWN_SYMBOL' } },
    { reason: { code: 'INVALID_INPUT', message: expect.stringContaining('depth -1') } },
  ])
  expect([exchange.socket.asked, adapter.getMetrics().subscriptions]).toEqual([[], 0])
})

test('what is given up while its symbol is looked up is not sent', async () => {
  const list = deferred<readonly Instrument[]>()
  const { adapter, exchange, connect, advance } = anAdapter({ rest: { instruments: () => list.promise } })
  await connect()
  const given = expect(adapter.subscribe(TRADES)).rejects.toMatchObject({ code: 'ABANDONED' })

  await adapter.unsubscribe(TRADES)
  list.resolve([instrument(BTC)])
  await given
  await advance(0)

  expect(exchange.socket.asked).toEqual([])
})

test('what is given up and wanted anew while its symbol is looked up is told', async () => {
  const list = deferred<readonly Instrument[]>()
  const { adapter, exchange, connect, advance, told } = anAdapter({ rest: { instruments: () => list.promise } })
  await connect()
  const given = expect(adapter.subscribe(TRADES)).rejects.toMatchObject({ code: 'ABANDONED' })
  await adapter.unsubscribe(TRADES)
  const wanted = adapter.subscribe(TRADES)
  list.resolve([instrument(BTC)])
  await given
  await advance(0)
  exchange.socket.acknowledge()
  await wanted

  exchange.socket.say({ kind: 'trade', trade: aTrade() })

  expect(told('trade')).toHaveLength(1)
  expect(exchange.socket.asked).toEqual(['subscribe trades:BTC/USDT'])
})
