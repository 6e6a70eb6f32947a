import type { VenueEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { describe, expect, test } from 'vitest'
import { PaperFeed } from '../../test/paper-feed.ts'
import { INSTRUMENT, PaperStage } from '../../test/paper-stage.ts'
import type { PaperVenueOptions } from './options.ts'
import type { PaperSnapshot } from './snapshot.ts'

async function aStage(options: Partial<PaperVenueOptions> = {}): Promise<PaperStage> {
  const stage = await new PaperStage(options).begin()
  stage.feed.showBook([[100, 5]], [[101, 5]])
  return stage
}

describe('subscriptions', () => {
  test('a market is subscribed to when its first order comes, and given back at the end', async () => {
    const stage = await new PaperStage({ markets: [] }).begin()
    expect(stage.feed.wanted).toEqual([])
    stage.feed.showBook([[100, 5]], [[101, 5]])
    await stage.place()
    expect(stage.feed.wanted[0]).toBe('orderbook:BTC/USDT')
    expect(stage.feed.listeners).toBe(4)
    await stage.venue.disconnect()
    expect(stage.feed.listeners).toBe(0)
  })

  test('are taken again after a reconnect, once each', async () => {
    const stage = await aStage()
    await stage.venue.connect((event) => stage.told.push(event))
    expect(stage.feed.listeners).toBe(4)
    await stage.venue.disconnect()
    await stage.venue.connect((event) => stage.told.push(event))
    expect(stage.feed.listeners).toBe(4)
  })

  test('one that is answered too late is given back at once', async () => {
    const stage = new PaperStage()
    const connecting = stage.venue.connect(() => undefined)
    await stage.venue.disconnect()
    await connecting
    await Promise.resolve()
    expect(stage.feed.listeners).toBe(0)
  })
})

test('a symbol that is not traded here is rejected, and so is another exchange', async () => {
  const stage = await aStage()
  expect(await stage.outcome({ symbol: 'ETH/USDT' })).toMatchObject({ message: 'binance ETH/USDT is not traded here' })
  expect(await stage.outcome({ exchange: 'kraken' })).toMatchObject({ outcome: 'rejected', code: 'filter' })
})

test('a listener that throws is reported, and hears the rest', async () => {
  const errors: string[] = []
  const logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, message: string) => void errors.push(message),
  }
  const stage = new PaperStage({ logger })
  const heard: string[] = []
  await stage.venue.connect(({ type }) => {
    heard.push(type)
    throw new Error('a fault of the consumer')
  })
  stage.feed.showBook([[100, 5]], [[101, 5]])
  await stage.place({ type: 'market' })
  expect(heard).toEqual(['connectivity', 'order', 'fill', 'order', 'balance', 'balance'])
  expect(new Set(errors)).toEqual(new Set(['a listener of the paper venue failed']))
})

test('an order placed by a listener waits until everything before it is told', async () => {
  const stage = new PaperStage()
  const heard: VenueEvent[] = []
  await stage.venue.connect((event) => {
    heard.push(event)
    if (event.type === 'fill' && event.data.clientOrderId === 'o1')
      void stage.outcome({ type: 'market', amount: '0.1' })
  })
  stage.feed.showBook([[100, 5]], [[101, 5]])
  await stage.place({ type: 'market' })
  const ids = heard.map(({ type, data }) => (type === 'order' || type === 'fill' ? data.clientOrderId : type))
  expect(ids.slice(1)).toEqual(['o1', 'o1', 'o1', 'balance', 'balance', 'o2', 'o2', 'o2', 'balance', 'balance'])
})

test('a request may be made to fail', async () => {
  const stage = await aStage({ faults: ({ kind }) => (kind === 'place' ? 'reject' : undefined) })
  expect(await stage.outcome()).toMatchObject({ outcome: 'rejected', code: 'other' })
})

test.each([
  ['halted', {}, 'BTC/USDT is halted'],
  ['cancel-only', {}, 'BTC/USDT takes cancels only'],
  ['post-only', {}, 'BTC/USDT takes post-only orders only'],
  ['limit-only', { type: 'market' }, 'BTC/USDT takes limit orders only'],
] as const)('a market that is %s says so', async (status, particulars, message) => {
  const stage = await aStage({ instruments: [{ ...INSTRUMENT, status }] })
  expect(await stage.outcome(particulars)).toEqual({ outcome: 'rejected', code: 'market-closed', message })
})

test.each([
  ['post-only', { postOnly: true }],
  ['limit-only', {}],
] as const)('a market that is %s takes what it is for', async (status, particulars) => {
  const stage = await aStage({ instruments: [{ ...INSTRUMENT, status }] })
  expect(await stage.outcome(particulars)).toMatchObject({ outcome: 'accepted' })
})

test.each([
  [{ type: 'limit', price: undefined }, 'a limit order needs a price'],
  [{ type: 'market', price: '100' }, 'a market order has no price'],
  [{ type: 'stop' }, 'a stop order needs a stop price'],
  [{ stopPrice: '90' }, 'a limit order has no stop price'],
  [{ type: 'market', price: undefined, postOnly: true }, 'a market order cannot be post-only'],
  [{ postOnly: true, timeInForce: 'IOC' }, 'post-only and IOC exclude each other'],
  [{ amount: '0.00001' }, 'amount 0.00001 is no multiple of the step 0.0001'],
  [{ amount: '0.0001' }, 'amount 0.0001 is below 0.001 BTC'],
  [{ amount: '7' }, 'amount 7 is above 5 BTC'],
  [{ price: '99.501' }, 'price 99.501 is no multiple of the tick 0.01'],
  [{ type: 'stop', stopPrice: '0' }, 'stop price 0 is not above 0'],
  [{ amount: '0.05' }, '0.05 at 99.5 is worth 4.975 USDT, the least is 10'],
  [{ type: 'market', price: undefined, amount: '0.05' }, '0.05 at 101 is worth 5.05 USDT, the least is 10'],
  [{ amount: '1e-3' }, 'amount "1e-3" is no decimal number'],
])('%j is rejected: %s', async (particulars, message) => {
  const instrument = { ...INSTRUMENT, minAmount: '0.001', maxAmount: '5', minNotional: '10' }
  const stage = await aStage({ instruments: [instrument] })
  const order = { ...stage.order(), ...particulars }
  expect(await stage.venue.place(order as ReturnType<PaperStage['order']>)).toEqual({
    outcome: 'rejected',
    code: 'filter',
    message,
  })
  expect(stage.told).toEqual([])
})

test.each<[string, Partial<PaperVenueOptions>, string]>([
  ['a fee that is a percentage', { fees: { maker: 0.1, taker: 2, asset: 'quote' } }, 'taker fee 2'],
  ['a negative latency', { latency: { orderMs: -1 } }, 'orderMs of the paper latency -1'],
  ['a slippage that is NaN', { slippage: Number.NaN }, 'slippage NaN'],
  ['no evidence', { evidence: [] }, 'evidence []'],
  ['an empty quote', { quoteDepth: '0' }, 'quoteDepth 0'],
  ['a balance that is no number', { balances: { BTC: 'lots' } }, 'the paper balance of BTC "lots"'],
  ['a negative balance', { balances: { BTC: -1 } }, 'the paper balance of BTC -1'],
])('%s is refused', (_, options, message) => {
  expect(() => new PaperStage(options)).toThrow(message)
})

describe('a restart', () => {
  const restarted = async (snapshot: PaperSnapshot) => aStage({ restore: JSON.parse(JSON.stringify(snapshot)) })

  test('keeps balances, orders, fills and the numbering', async () => {
    const before = await aStage()
    await before.place({ type: 'market' })
    await before.place({ price: '100.5', amount: '2' })
    await before.place({ type: 'stop', side: 'sell', stopPrice: '90' })
    before.feed.trade(100.5, 0.5, 'sell')
    const stage = await restarted(before.venue.snapshot())
    expect(stage.venue.snapshot()).toEqual(before.venue.snapshot())
    expect(await stage.venue.openOrders()).toEqual(await before.venue.openOrders())
    expect(await stage.outcome({ clientOrderId: 'o1' })).toMatchObject({ code: 'duplicate' })

    stage.clock.advance(1)
    stage.feed.updateBook([[99, 1]])
    stage.feed.trade(100.5, 0.5, 'sell')
    stage.feed.trade(90, 1, 'sell')
    expect(stage.deals).toEqual(['0.5 at 100.5', '1 at 100.5', '1 at 100'])
    const ids = (await stage.venue.fills('BTC/USDT', 0)).map(({ tradeId }) => tradeId)
    expect(new Set(ids).size).toBe(5)
  })

  test('gives no id twice where the last things that happened were not kept', async () => {
    const before = await aStage()
    const kept = before.venue.snapshot()
    await before.place({ type: 'market' })
    const lost = await before.venue.fills('BTC/USDT', 0)

    const clock = new ManualClock(before.clock.now() + 1)
    const feed = new PaperFeed(clock)
    const stage = await aStage({ restore: kept, clock, feed })
    feed.showBook([[99, 1]], [[100, 1]])
    await stage.venue.place(before.order({ type: 'market', amount: '0.5' }))
    const fills = await stage.venue.fills('BTC/USDT', 0)
    expect(fills).toHaveLength(1)
    expect(fills[0]?.tradeId).not.toBe(lost[0]?.tradeId)
  })

  test('an account of another release is refused', () => {
    const snapshot = { ...new PaperStage().venue.snapshot(), version: 2 } as unknown as PaperSnapshot
    expect(() => new PaperStage({ restore: snapshot })).toThrow('version of the paper account 2 cannot be used')
  })
})

test('of ended orders the last ten thousand are remembered', async () => {
  const stage = await aStage()
  const outcomes = []
  for (let i = 0; i < 10_001; i++) {
    const order = stage.order({ clientOrderId: `many${i}` })
    outcomes.push(stage.venue.place(order), stage.venue.cancel('BTC/USDT', order.clientOrderId))
  }
  await Promise.all(outcomes)
  expect(await stage.venue.find('BTC/USDT', 'many0')).toBeUndefined()
  expect(await stage.venue.find('BTC/USDT', 'many1')).toMatchObject({ status: 'cancelled' })
})
