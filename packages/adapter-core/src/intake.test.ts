import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anAdapter } from '../test/an-adapter.ts'

const TRADES = { channel: 'trades', symbol: 'BTC/USDT' } as const

async function anAdapterWithTrades(...options: Parameters<typeof anAdapter>) {
  const made = anAdapter(...options)
  const { adapter, exchange, connect, advance } = made
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)
  exchange.socket.acknowledge()
  await subscribing
  return made
}

test('every frame is counted, and what is skipped by kind', async () => {
  const { adapter, exchange } = await anAdapterWithTrades({ limits: { frameBytes: 300 } })
  const { framesReceived, bytesReceived } = adapter.getMetrics()
  const { socket } = exchange

  socket.frame('<html>')
  socket.frame('x'.repeat(301))
  socket.frame('raw', true)
  socket.say({ kind: 'skipped', reason: 'number', detail: 'a price of -1' })
  socket.say({ kind: 'trade', trade: aTrade({ symbol: 'ETH/USDT' }) })
  socket.say({ kind: 'control', name: 'heartbeat' })

  const metrics = adapter.getMetrics()
  expect(metrics.skipped).toEqual({ 'not-json': 1, oversized: 1, binary: 1, number: 1, unrequested: 1 })
  expect(metrics.framesReceived - framesReceived).toBe(6)
  expect(metrics.bytesReceived - bytesReceived).toBeGreaterThan(310)
  expect(adapter.state).toBe('CONNECTED')
})

test('metrics are a copy', async () => {
  const { adapter, exchange } = await anAdapterWithTrades()
  const before = adapter.getMetrics()
  const copy = structuredClone(before)

  exchange.socket.frame('<html>')
  exchange.socket.say({ kind: 'trade', trade: aTrade() }, { kind: 'trade', trade: aTrade() })

  expect(before).toEqual(copy)
  expect(adapter.getMetrics().trades.duplicates).toBe(1)
})

test('a fault of ours in one frame is reported, and costs neither the socket nor the next frame', async () => {
  const { adapter, exchange, told } = await anAdapterWithTrades({
    decode: (frame) => {
      const text = frame.toString()
      if (text === 'boom') throw new TypeError('x is undefined')
      return JSON.parse(text)
    },
  })

  exchange.socket.frame('boom')
  exchange.socket.say({ kind: 'trade', trade: aTrade() })

  expect(told('exchange:error')).toMatchObject([{ code: 'UNEXPECTED', message: 'x is undefined' }])
  expect([told('trade').length, adapter.state, adapter.getMetrics().errors]).toEqual([1, 'CONNECTED', 1])
})

test('a venue that answers with its whole state is understood', async () => {
  const { adapter, exchange, connect, advance } = anAdapter()
  await connect()
  const subscribing = adapter.subscribe(TRADES)
  await advance(0)

  exchange.socket.say({ kind: 'state', keys: ['trades:BTC/USDT', 'ticker:BTC/USDT'] })

  await subscribing
})

test('the symbol of a frame is known while something of it is subscribed', async () => {
  const known: (string | undefined)[] = []
  const { adapter, exchange } = await anAdapterWithTrades({
    decode: (frame, { symbolOf, receivedAt }) => {
      known.push(symbolOf('BTCUSDT'))
      expect(receivedAt).toBeGreaterThan(0)
      return JSON.parse(frame.toString())
    },
  })
  exchange.socket.say()
  expect(known.at(-1)).toBe('BTC/USDT')

  await adapter.unsubscribe(TRADES)
  exchange.socket.say()

  expect(known.at(-1)).toBeUndefined()
})

test('silence of a subscription is looked after without harm to the socket', async () => {
  const { adapter, exchange, told, advance } = await anAdapterWithTrades(
    {},
    { freshness: { trades: 2_000 }, pingInterval: 1_000_000, pongTimeout: 1_000_000, rotation: { overlap: 10 } },
  )

  await advance(3_000, 3)
  expect(exchange.socket.pings).toBe(1)
  await advance(4_000, 4)
  expect(exchange.socket.asked.slice(1)).toEqual(['unsubscribe trades:BTC/USDT', 'subscribe trades:BTC/USDT'])
  exchange.socket.acknowledge()
  await advance(8_000, 8)
  expect(exchange.sockets).toHaveLength(2)

  expect(told('exchange:error').map(({ code }) => code)).toEqual(['SILENT_SUBSCRIPTION', 'SILENT_SUBSCRIPTION'])
  expect(adapter.state).toBe('CONNECTED')
  await adapter.disconnect()
})

test('reference data comes by REST, with or without a connection', async () => {
  const candle = { interval: '1m', openTime: 0 }
  const asked: unknown[] = []
  const { adapter, clock } = anAdapter({
    rest: {
      candles: (_, ...question) => {
        asked.push(question)
        return Promise.resolve([candle as never])
      },
    },
    unifiedSymbol: () => 'BTC/USDT',
  })
  const market = { exchange: 'binance', symbol: 'BTC/USDT' } as const

  expect(await adapter.candles(market, '1m', 1, 2)).toEqual([{ ...candle, receivedAt: clock.now() }])
  expect(asked).toEqual([[{ symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' }, '1m', 1, 2]])
  expect(await adapter.instruments()).toEqual([])
  expect(await adapter.unifiedSymbol('btcusdt')).toBe('BTC/USDT')
  await adapter.disconnect()
  expect(await adapter.instruments()).toEqual([])
  await expect(adapter.candles(market, '1d', 1, 2)).rejects.toThrow('interval "1d" cannot be used')
})
