import { deferred } from '@md/runtime'
import type { Instrument } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../../test/an-adapter.ts'

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

test('a refusal of what has worked before is reported', async () => {
  const { adapter, exchange, connect, advance, told } = anAdapter()
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)
  exchange.socket.acknowledge()
  await subscribing
  exchange.socket.drop()
  await advance(1_000)
  exchange.socket.accept()
  await advance(0)

  exchange.socket.say({ kind: 'refused', symbol: BTC, reason: 'delisted' })

  expect(told('exchange:error').at(-1)).toMatchObject({ code: 'SUBSCRIPTION_REFUSED' })
  expect(adapter.getMetrics().subscriptions).toBe(0)
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
