import type { ExchangeId, Subscription } from '@md/types'
import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aManager, settled, TICKER, TRADES } from '../test/kit.ts'

const FIVE: readonly ExchangeId[] = ['binance', 'coinbase', 'kraken', 'bybit', 'okx']

test('five exchanges and fifty subscriptions at once, each heard by its own listener alone', async () => {
  const { adapter, manager } = aManager({ exchanges: FIVE })
  const wants = FIVE.flatMap((exchange) =>
    Array.from({ length: 10 }, (_, i): Subscription => ({ exchange, channel: 'trades', symbol: `S${i}/USD` })),
  )
  const heard = new Map<string, string[]>()
  await Promise.all(
    wants.map((want) => {
      const own: string[] = []
      heard.set(`${want.exchange} ${want.symbol}`, own)
      return manager.subscribe(want, ({ type, data }) => {
        if (type === 'trade') own.push(`${data.exchange} ${data.symbol}`)
      })
    }),
  )

  for (const { exchange, symbol } of wants) {
    for (let i = 0; i < 20; i++) adapter(exchange).emit('trade', aTrade({ exchange, symbol, id: String(i) }))
  }

  for (const [market, own] of heard) expect(own).toEqual(Array(20).fill(market))
  expect(manager.getSystemMetrics()).toMatchObject({ connections: 5, subscriptions: 50, health: { status: 'healthy' } })
  await manager.disconnectAll()
  expect(manager.getSystemMetrics()).toMatchObject({ connections: 0, subscriptions: 0 })
})

test('a thousand subscriptions on one manager', async () => {
  const { adapter, clock, manager } = aManager({ linger: 0 })
  const symbols = Array.from({ length: 1_000 }, (_, i) => `S${i}/USDT`)
  let heard = 0
  const handles = await Promise.all(
    symbols.map((symbol) =>
      manager.subscribe({ ...TICKER, symbol }, ({ type }) => {
        if (type === 'ticker') heard += 1
      }),
    ),
  )

  for (const symbol of symbols) adapter().emit('ticker', aTicker({ symbol }))
  expect(heard).toBe(1_000)
  expect(adapter().subscribed.size).toBe(1_000)

  await Promise.all(handles.map((handle) => handle.unsubscribe()))
  expect(adapter().subscribed.size).toBe(0)
  expect(clock.pending).toBe(0)
})

test('a thousand rapid events to a hundred listeners: all of them, in order', async () => {
  const { adapter, manager } = aManager()
  const heard: number[][] = Array.from({ length: 100 }, () => [])
  await Promise.all(
    heard.map((own) =>
      manager.subscribe(TRADES, (event) => {
        if (event.type === 'trade') own.push(Number(event.data.id))
      }),
    ),
  )

  for (let id = 0; id < 1_000; id++) adapter().emit('trade', aTrade({ id: String(id) }))

  const expected = Array.from({ length: 1_000 }, (_, id) => id)
  for (const own of heard) expect(own).toEqual(expected)
  expect(manager.getSystemMetrics().exchanges.binance?.events.trade).toBe(1_000)
})

test('subscribing and leaving all the time leaves nothing behind', async () => {
  const { adapter, clock, manager } = aManager({ linger: 0 })
  for (let i = 0; i < 500; i++) {
    const handle = await manager.subscribe({ ...TICKER, symbol: `S${i}/USDT` }, () => undefined, { conflate: 'latest' })
    adapter().emit('ticker', aTicker({ symbol: `S${i}/USDT` }))
    await handle.unsubscribe()
  }
  await settled()

  expect(manager.getSystemMetrics()).toMatchObject({
    subscriptions: 0,
    delivery: { holders: 0, lingering: 0, listeners: 0 },
  })
  expect(adapter().subscribed.size).toBe(0)
  expect(clock.pending).toBe(0)
})
