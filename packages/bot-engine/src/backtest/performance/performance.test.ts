import type { Fill, Instrument } from '@md/types'
import { expect, test } from 'vitest'
import { annualised, ratiosOf } from './metrics.ts'
import { Performance } from './performance.ts'

const T0 = 1_750_000_000_000

const INSTRUMENT: Instrument = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  venueSymbol: 'BTCUSDT',
  status: 'trading',
  tickSize: '0.01',
  stepSize: '0.0001',
}

let trades = 0
const aFill = (particulars: Partial<Fill>): Fill => {
  trades += 1
  return {
    exchange: 'binance',
    symbol: 'BTC/USDT',
    tradeId: String(trades),
    clientOrderId: 'o',
    side: 'buy',
    price: '100',
    amount: '1',
    fee: '0',
    feeAsset: 'USDT',
    liquidity: 'taker',
    timestamp: T0,
    ...particulars,
  }
}

const aPerformance = () => new Performance({ capital: '1000', instruments: [INSTRUMENT], start: T0 })

/** Bought 2 at 100 for a fee of 1, sold at 110 for a fee of 1.1: 20 - 2.1 earned. */
test('a trade made by hand comes out to the cent', () => {
  const performance = aPerformance()
  const price = (value: number, at: number) => performance.price('binance', 'BTC/USDT', value, T0 + at)
  price(100, 0)
  performance.fill(aFill({ amount: '2', fee: '1' }), T0 + 1_000)
  price(90, 2_000)
  price(110, 3_000)
  const trip = performance.fill(aFill({ side: 'sell', amount: '2', price: '110', fee: '1.1' }), T0 + 3_000)
  price(120, 4_000)
  expect(trip).toMatchObject({ side: 'long', pnl: '17.9' })
  expect(performance.metrics(T0 + 5_000)).toEqual({
    from: T0,
    to: T0 + 5_000,
    capital: '1000',
    finalEquity: expect.closeTo(1_017.9, 9),
    pnl: expect.closeTo(17.9, 9),
    realised: '17.9',
    unrealised: expect.closeTo(0, 9),
    return: expect.closeTo(0.0179, 12),
    annualReturn: undefined,
    fills: 2,
    fees: { USDT: '2.1' },
    // From 1000 to 1000 - 1 - 2 x 10; below its height for the two seconds until the price rose.
    maxDrawdown: { amount: 21, fraction: 0.021, from: T0, to: T0 + 2_000, longestMs: 3_000 },
    ratios: { period: 'minute', returns: 1, periodsPerYear: 525_600, sharpe: undefined, sortino: undefined },
    timeInMarket: 0.4,
    averageExposure: expect.closeTo((200 / 999 + 180 / 979) / 5, 12),
    volume: '420',
    turnover: 0.42,
    buyAndHold: { return: expect.closeTo(0.2, 12), pnl: expect.closeTo(200, 9) },
    trips: 1,
    wins: 1,
    losses: 0,
    winRate: 1,
    profitFactor: undefined,
    averageWin: 17.9,
    averageLoss: undefined,
    best: 17.9,
    worst: 17.9,
    expectancy: 17.9,
    averageHoldMs: 2_000,
  })
  expect(performance.positions).toEqual([])
})

test('what is still held is worth its price, and is not realised', () => {
  const performance = aPerformance()
  performance.fill(aFill({ amount: '2', fee: '0.002', feeAsset: 'BTC' }), T0)
  performance.price('binance', 'BTC/USDT', 105, T0 + 1)
  const { finalEquity, realised, unrealised, trips } = performance.metrics(T0 + 1)
  // 1.998 BTC at 105 for 200 paid.
  expect(finalEquity).toBeCloseTo(1_000 + 1.998 * 105 - 200, 9)
  expect([realised, trips]).toEqual(['0', 0])
  expect(unrealised).toBeCloseTo(1.998 * 105 - 200, 9)
  expect(performance.positions).toMatchObject([{ amount: '1.998' }])
})

test('a fill told twice counts once, and a price of another market or of nothing not at all', () => {
  const performance = aPerformance()
  const fill = aFill({})
  performance.fill(fill, T0)
  performance.fill(fill, T0)
  performance.price('binance', 'ETH/USDT', 1, T0 + 1)
  performance.price('kraken', 'BTC/USDT', 1, T0 + 1)
  performance.price('binance', 'BTC/USDT', Number.NaN, T0 + 1)
  expect(performance.metrics(T0 + 1)).toMatchObject({
    fills: 1,
    finalEquity: 1_000,
    volume: '100',
    buyAndHold: undefined,
  })
  expect(performance.curve).toHaveLength(1)
  expect(() => performance.fill(aFill({ symbol: 'ETH/USDT' }), T0)).toThrow('fill of "ETH/USDT" cannot be used')
})

test('ratios are taken over the longest period of which there are enough', () => {
  const many = Array.from({ length: 32 }, (_, i) => 100 + (i % 3))
  const few = many.slice(0, 12)
  expect(ratiosOf({ minute: few, hour: few, day: many })).toMatchObject({
    period: 'day',
    returns: 31,
    periodsPerYear: 365,
  })
  expect(ratiosOf({ minute: few, hour: many, day: few })).toMatchObject({ period: 'hour', periodsPerYear: 8_760 })
  const { sharpe, period } = ratiosOf({ minute: few, hour: few, day: few })
  expect([period, Number.isFinite(sharpe)]).toEqual(['minute', true])
})

test('a year is not made of a day', () => {
  const day = 86_400_000
  expect(annualised(0.1, 365 * day)).toBeCloseTo(0.1, 12)
  expect(annualised(0.1, 73 * day)).toBeCloseTo(1.1 ** 5 - 1, 12)
  expect([annualised(0.1, day), annualised(-1, 365 * day)]).toEqual([undefined, undefined])
})
