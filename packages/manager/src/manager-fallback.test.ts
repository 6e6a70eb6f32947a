import type { Trade } from '@md/types'
import { aTicker, aTrade, FakeAdapter } from '@md/types/testing'
import { expect, test } from 'vitest'
import { twoBridges } from '../test/host-and-executor.ts'
import { aBook, aManager, aRecorder, BOOK, settled, TICKER, TRADES } from '../test/kit.ts'

/** A host, and an executor that may ask the exchange itself. */
async function aStage() {
  const [hostBridge, bridge] = twoBridges()
  const host = aManager({ bridge: hostBridge })
  for (const want of [TICKER, TRADES, BOOK]) await host.manager.subscribe(want)
  const direct: FakeAdapter[] = []
  const make = () => {
    const adapter = new FakeAdapter('binance')
    direct.push(adapter)
    return adapter
  }
  const executor = aManager({ bridge, exchanges: [], linger: 0, fallback: { adapters: { binance: make } } })
  const { events, listen } = aRecorder()
  const types = () => events.map(({ type }) => type)
  const ids = () => events.flatMap(({ data, type }) => (type === 'trade' ? [(data as Trade).id] : []))
  const pass = async (ms: number) => {
    executor.clock.advance(ms)
    await settled()
  }
  const over = (id: number) => host.adapter().emit('trade', aTrade({ id: String(id) }))
  const own = (id: number) => direct.at(-1)?.emit('trade', aTrade({ id: String(id) }))
  return { host, executor, bridge, direct, events, listen, types, ids, pass, over, own }
}

test('while the bridge is away the exchange is asked itself, and left to the host when the bridge is back: no trade twice, none left out', async () => {
  const { bridge, direct, executor, ids, listen, over, own, pass, types } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await pass(200)
  over(1)
  over(2)
  bridge.setConnected(false)
  await pass(1_500)
  expect(direct).toHaveLength(1)
  expect(executor.manager.getSystemMetrics().exchanges.binance).toMatchObject({ state: 'CONNECTED', source: 'adapter' })
  own(2)
  own(5)
  own(6)
  expect(types()).toEqual(['trade', 'trade', 'exchange:disconnected', 'exchange:connected', 'gap', 'trade', 'trade'])

  bridge.setConnected(true)
  await pass(200)
  over(6)
  own(7)
  over(7)
  over(8)
  own(8)
  await pass(200)
  over(9)
  expect(ids()).toEqual(['1', '2', '5', '6', '7', '8', '9'])
  expect(direct[0]?.state).toBe('DISCONNECTED')
  expect(executor.manager.getSystemMetrics().exchanges.binance).toMatchObject({ state: 'CONNECTED', source: 'bridge' })
  expect(types().slice(7)).toEqual(['trade', 'trade', 'trade'])
})

test('a book goes on with a snapshot of whoever feeds it', async () => {
  const { bridge, direct, events, executor, host, listen, pass } = await aStage()
  await executor.manager.subscribe(BOOK, listen)
  await pass(200)
  const [theirs, ours] = [aBook(), aBook()]
  host.adapter().emit('orderbook', theirs.snapshot([[100, 1]], [[101, 1]]))
  bridge.setConnected(false)
  await pass(1_500)
  direct[0]?.emit('orderbook', ours.snapshot([[99, 1]], [[100, 1]]))
  expect(executor.manager.orderBook('binance', 'BTC/USDT')).toMatchObject({ status: 'live' })
  expect(executor.manager.orderBook('binance', 'BTC/USDT')?.bids.price(0)).toBe(99)

  bridge.setConnected(true)
  await pass(200)
  const later = { timestamp: 1_750_000_000_500, receivedAt: 1_750_000_000_500 }
  theirs.view.update({ bids: [[100, 2]], asks: [] }, later)
  host.adapter().emit('orderbook', theirs.view)
  expect(events.at(-1)).toMatchObject({
    type: 'orderbook',
    data: { status: 'live', change: { kind: 'snapshot', sequence: 1, bids: [[100, 2]] } },
  })
  expect(executor.manager.orderBook('binance', 'BTC/USDT')?.bids.price(0)).toBe(100)
})

test('a bridge that was never there is stood in for as well, and one that is gone for a moment is not', async () => {
  const late = await aStage()
  late.bridge.connect = () => Promise.reject(new Error('not there'))
  await late.executor.manager.subscribe(TICKER, late.listen)
  await late.pass(1_500)
  late.direct[0]?.emit('ticker', aTicker())
  expect(late.types()).toContain('ticker')

  const short = await aStage()
  await short.executor.manager.subscribe(TICKER, short.listen)
  await short.pass(200)
  short.bridge.setConnected(false)
  await short.pass(500)
  short.bridge.setConnected(true)
  await short.pass(5_000)
  expect(short.direct).toEqual([])
})

test('what is wanted while the bridge is away is asked of the exchange, and given up there', async () => {
  const { bridge, direct, executor, listen, pass } = await aStage()
  await executor.manager.subscribe(TICKER, listen)
  await pass(200)
  bridge.setConnected(false)
  await pass(1_500)
  const trades = await executor.manager.subscribe(TRADES, listen)
  await settled()
  expect([...(direct[0]?.subscribed ?? [])]).toEqual(['ticker:BTC/USDT', 'trades:BTC/USDT'])

  await trades.unsubscribe()
  await settled()
  expect([...(direct[0]?.subscribed ?? [])]).toEqual(['ticker:BTC/USDT'])
  await executor.manager.disconnectAll()
  expect(direct[0]?.state).toBe('DISCONNECTED')
})

test('a bridge that is back but says nothing feeds nobody: the exchange goes on', async () => {
  const { bridge, direct, executor, listen, pass, own, ids } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await pass(200)
  bridge.setConnected(false)
  await pass(1_500)
  bridge.setConnected(true)
  await pass(60_000)
  own(1)
  expect(ids()).toEqual(['1'])
  expect(direct[0]?.state).toBe('CONNECTED')
})

test('a quiet channel follows the others of its exchange', async () => {
  const { bridge, direct, executor, host, ids, listen, over, own, pass } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await executor.manager.subscribe(TICKER, listen)
  await pass(200)
  bridge.setConnected(false)
  await pass(1_500)
  own(1)
  direct[0]?.emit('ticker', aTicker({ timestamp: 1_000 }))
  bridge.setConnected(true)
  await pass(200)
  host.adapter().emit('ticker', aTicker({ timestamp: 2_000 }))
  await pass(5_200)
  expect(direct[0]?.state).toBe('DISCONNECTED')
  over(2)
  expect(ids()).toEqual(['1', '2'])
})

test('a bridge that is lost once more before everything is left to it is stood in for once more', async () => {
  const { bridge, direct, executor, ids, listen, over, own, pass } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await executor.manager.subscribe(TICKER, listen)
  await pass(200)
  bridge.setConnected(false)
  await pass(1_500)
  own(1)
  direct[0]?.emit('ticker', aTicker({ timestamp: 1_000 }))
  bridge.setConnected(true)
  await pass(200)
  over(1)
  over(2)
  own(2)
  bridge.setConnected(false)
  await pass(1_500)
  own(3)
  expect(ids()).toEqual(['1', '2', '3'])
  expect(direct).toHaveLength(1)
})

test('an exchange that cannot be reached either: the return of the bridge is told', async () => {
  const { bridge, direct, executor, listen, over, pass, types } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await pass(200)
  over(1)
  bridge.setConnected(false)
  await pass(1_500)
  direct[0]?.drop()
  bridge.setConnected(true)
  await pass(200)
  over(2)
  await pass(200)
  expect(types().at(-1)).toBe('trade')
  expect(types().filter((type) => type === 'exchange:connected')).toHaveLength(2)
  expect(direct[0]?.state).toBe('DISCONNECTED')
})

test('only the gaps of whoever is heard are told', async () => {
  const { bridge, direct, executor, host, listen, over, own, pass, types } = await aStage()
  const gap = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades', recovered: false, cause: 'drop' } as const
  await executor.manager.subscribe(TRADES, listen)
  await pass(200)
  over(1)
  bridge.setConnected(false)
  await pass(1_500)
  own(2)
  bridge.setConnected(true)
  await pass(200)
  host.adapter().emit('gap', { ...gap, missed: 9 })
  expect(types()).not.toContain('gap')
  direct[0]?.emit('gap', { ...gap, missed: 1 })
  expect(types().filter((type) => type === 'gap')).toHaveLength(1)

  over(2)
  over(3)
  direct[0]?.emit('gap', { ...gap, missed: 2 })
  host.adapter().emit('gap', { ...gap, missed: 3 })
  expect(types().filter((type) => type === 'gap')).toHaveLength(2)
})

test('a refusal of the exchange that should stand in is logged and hurts nobody', async () => {
  const { bridge, direct, executor, ids, listen, over, pass } = await aStage()
  await executor.manager.subscribe(TRADES, listen)
  await pass(200)
  bridge.setConnected(false)
  await pass(1_500)
  direct[0]?.failNext('subscribe', new Error('not today'))
  await executor.manager.subscribe(TICKER)
  await settled()
  expect(executor.logs).toContainEqual(expect.objectContaining({ message: 'the exchange could not stand in' }))
  bridge.setConnected(true)
  over(1)
  expect(ids()).toEqual(['1'])
})

test('a fallback that is no function is named', () => {
  const [bridge] = twoBridges()
  expect(() => aManager({ bridge, fallback: { adapters: { binance: 'no' as never } } })).toThrow(
    /fallback adapter factory of binance "no"/,
  )
  expect(() => aManager({ bridge, fallback: { adapters: {}, afterMs: -1 } })).toThrow(/fallback.afterMs -1/)
})
