import { aCandle, aTicker, aTrade } from '@md/types/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { aManager, CANDLES, TICKER, TRADES } from '../test/kit.ts'

async function aRunningManager() {
  const kit = aManager({ exchanges: ['binance', 'kraken'] })
  await kit.manager.connectToExchange('binance')
  await kit.manager.connectToExchange('kraken')
  for (const want of [TICKER, TRADES, CANDLES, { ...TRADES, symbol: 'ETH/USDT' }]) await kit.manager.subscribe(want)
  await kit.manager.subscribe({ ...TRADES, exchange: 'kraken' })
  const emitAll = () => {
    kit.adapter().emit('ticker', aTicker())
    kit.adapter().emit('trade', aTrade())
    kit.adapter().emit('trade', aTrade({ symbol: 'ETH/USDT' }))
    kit.adapter().emit('candle', aCandle())
    kit.adapter('kraken').emit('trade', aTrade({ exchange: 'kraken' }))
    kit.adapter('kraken').drop()
  }
  return { ...kit, emitAll }
}

test.each<[object, number]>([
  [{}, 7],
  [{ type: 'trade' }, 3],
  [{ type: ['trade', 'ticker'] }, 4],
  [{ exchange: 'kraken' }, 3],
  [{ symbol: 'BTC/USDT' }, 4],
  [{ type: 'trade', exchange: 'binance', symbol: 'ETH/USDT' }, 1],
  [{ interval: '1m' }, 1],
  [{ interval: '1h' }, 0],
  [{ type: 'exchange:reconnecting' }, 1],
])('a stream of %j has the events that have all of it', async (filter, count) => {
  const { emitAll, manager } = await aRunningManager()
  const stream = manager.events(filter)

  emitAll()

  expect(stream.size).toBe(count)
  expect(stream.dropped).toBe(0)
})

test('is typed by what it filters', async () => {
  const { adapter, manager } = await aRunningManager()
  const stream = manager.events({ type: ['trade', 'ticker'] })
  adapter().emit('trade', aTrade({ price: 123 }))

  for await (const event of stream) {
    expectTypeOf(event.type).toEqualTypeOf<'trade' | 'ticker'>()
    if (event.type === 'trade') expect(event.data.price).toBe(123)
    break
  }
})

test('a consumer that is behind loses what the policy says, counted by the stream and by the manager', async () => {
  const { adapter, manager } = await aRunningManager()
  const stream = manager.events({ type: 'trade' }, { limit: 2, onFull: 'drop-newest' })

  for (const id of ['1', '2', '3', '4', '5']) adapter().emit('trade', aTrade({ id }))
  expect(stream.dropped).toBe(3)
  expect(manager.getSystemMetrics().delivery).toMatchObject({ streams: 1, dropped: 3 })
  expect((await stream.next()).value?.data.id).toBe('1')
  await stream.return()

  expect(manager.getSystemMetrics().delivery).toMatchObject({ streams: 0, dropped: 3 })
})

test('one that came later, and one that left, change nothing for the others', async () => {
  const { adapter, manager } = await aRunningManager()
  const first = manager.events({ type: 'trade' })
  adapter().emit('trade', aTrade())
  const second = manager.events({ type: 'trade' })
  adapter().emit('trade', aTrade())
  await first.return()
  adapter().emit('trade', aTrade())

  expect([first.size, second.size]).toEqual([0, 2])
})

test('disconnectAll ends it, after what is still in it and the last of the connection', async () => {
  const { adapter, manager } = await aRunningManager()
  const stream = manager.events({ exchange: 'binance' })
  adapter().emit('trade', aTrade())

  const types: string[] = []
  const consumer = (async () => {
    for await (const { type } of stream) types.push(type)
  })()
  await manager.disconnectAll()
  await consumer

  expect(types).toEqual(['trade', 'exchange:disconnected'])
})
