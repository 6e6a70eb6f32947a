import { describe, expect, it } from 'vitest'
import { EngineStage } from '../../test/engine-stage.ts'
import { strategyByName } from './index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

/** A shipped strategy on the real engine, on a paper venue that charges its fees in the base currency. */
const running = (name: string, params: object) =>
  new EngineStage(strategyByName(name), {
    bot: { params: { ...MARKET, ...params } },
    paper: { fees: { maker: 0.001, taker: 0.001, asset: 'received' } },
  }).begun()

/** Long enough for what is tried again after five seconds. */
async function moveTo(stage: EngineStage, price: number): Promise<void> {
  for (let second = 0; second < 6; second++) {
    stage.feed.showBook([[price - 0.1, 50]], [[price + 0.1, 50]])
    await stage.price(price)
    await stage.pass(1_000)
  }
}

/** What an order held is free once the venue says so, after it said that the order is gone: that is tried again. */
const nothingWrong = (stage: EngineStage): void => {
  expect(stage.told.fault).toEqual([])
  const codes = stage.told.refusal.map(({ refusal }) => refusal.code)
  expect(codes.filter((code) => code !== 'insufficient-balance')).toEqual([])
}

describe('on the engine and a paper venue', () => {
  it('the grid buys below, sells one level up what is left after the fee, and buys there again', async () => {
    const stage = await running('grid', { lower: 90, upper: 110, levels: 5, amount: 1 })
    await moveTo(stage, 101)
    await moveTo(stage, 99)
    expect(stage.position).toMatchObject({ amount: '0.999' })
    await moveTo(stage, 106)
    await moveTo(stage, 99)
    nothingWrong(stage)
    const trades = stage.told.fill.map(({ amount, price, side }) => `${side} ${amount} at ${price}`)
    expect(trades.slice(0, 2)).toEqual(['buy 1 at 100', 'sell 0.999 at 105'])
    expect(trades.length).toBeGreaterThanOrEqual(3)
  })

  it('the grid sells everything below its stop, and ends its bot', async () => {
    const stage = await running('grid', { lower: 90, upper: 110, levels: 5, amount: 1, stopBelow: 85 })
    await moveTo(stage, 101)
    await moveTo(stage, 94)
    await moveTo(stage, 84)
    expect(stage.told.fault).toEqual([])
    expect(Number(stage.position?.amount)).toBeLessThan(0.0001)
    expect(stage.engine.status().openOrders).toEqual([])
    expect(stage.told.state.at(-1)?.reason).toContain('price 84 is at or below the stop at 85')
  })

  it('the grid sells what it bought while its orders were being cancelled for the end', async () => {
    const params = { ...MARKET, lower: 90, upper: 110, levels: 5, amount: 1, stopAbove: 120 }
    const stage = new EngineStage(strategyByName('grid'), {
      bot: { params },
      paper: { latency: { orderMs: 200, cancelMs: 200 } },
    })
    const begun = stage.begun()
    await stage.pass(2_000)
    await begun
    await moveTo(stage, 111)
    stage.feed.showBook([[120.9, 50]], [[121.1, 50]])
    await stage.price(121)
    stage.clock.advance(100)
    stage.feed.trade(99, 50, 'sell')
    await moveTo(stage, 121)
    expect(stage.told.fill.map(({ price, side }) => `${side} at ${price}`)).toEqual([
      'buy at 105',
      'buy at 100',
      'sell at 120.9',
    ])
    expect(stage.engine.state).toBe('stopped')
  })

  it('DCA buys, averages down and sells everything at its gain', async () => {
    const safety = { spend: 100, count: 2, step: 0.02 }
    const stage = await running('dca', { base: 100, safety, takeProfit: 0.02, maxSpend: 300, pauseMs: 60_000 })
    await moveTo(stage, 100)
    await moveTo(stage, 97)
    await moveTo(stage, 104)
    nothingWrong(stage)
    expect(stage.told.fill.map(({ side }) => side)).toEqual(['buy', 'buy', 'sell'])
    expect(Number(stage.position?.amount)).toBeLessThan(0.0001)
    expect(stage.engine.status().openOrders).toEqual([])
  })

  it('the market maker moves its quotes with the book, one a side, and never answers itself', async () => {
    const stage = await running('market-making', { amount: '1', spread: 0.01, maxInventory: 3 })
    for (const price of [100, 101, 99, 98, 100, 103, 101]) await moveTo(stage, price)
    nothingWrong(stage)
    expect(stage.told.fill.length).toBeGreaterThan(1)
    const open = stage.engine.status().openOrders
    expect(new Set(open.map(({ side }) => side)).size).toBe(open.length)
    expect(stage.told.order.length).toBeLessThan(80)
  })

  it('the guard ends a position it did not open', async () => {
    const stage = await running('guard', { amount: '0.5', entry: 100, barriers: { stopLoss: 0.05 } })
    await moveTo(stage, 99)
    expect(stage.position).toMatchObject({ amount: '0.5', averageEntry: '100' })
    await moveTo(stage, 94)
    expect(stage.told.exit).toMatchObject([{ reason: 'stop-loss' }])
  })
})
