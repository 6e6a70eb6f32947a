import { describe, expect, it } from 'vitest'
import { closes } from '../../test/strategy-candles.ts'
import { mistakesOf } from '../../test/strategy-params.ts'
import { stageOf } from '../testing/strategy-stage.ts'
import { maCross } from './ma-cross.ts'

const PARAMS = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  interval: '1m',
  average: 'sma',
  fast: 2,
  slow: 3,
  amount: '0.5',
} as const

const falling = [12, 11, 10]

describe('ma-cross', () => {
  it('buys when the fast average crosses above the slow one, and says the numbers', () => {
    const stage = stageOf(maCross, PARAMS)
    for (const candle of closes(falling)) expect(stage.candle(candle)).toEqual([])
    const [, rise] = closes([10, 14], falling.length - 1)
    // fast (10 + 14) / 2 = 12, slow (11 + 10 + 14) / 3 = 11.67
    expect(rise && stage.candle(rise)).toEqual([
      {
        kind: 'place',
        ref: 'enter',
        side: 'buy',
        type: 'market',
        amount: '0.5',
        because: `the average of 2 is 12, of 3 ${35 / 3}`,
      },
    ])
  })

  it('sells when it crosses below', () => {
    const stage = stageOf(maCross, PARAMS)
    for (const candle of closes([...falling, 14])) stage.candle(candle)
    stage.fill('enter')
    const fall = closes([15, 9], 4).map((candle) => stage.candle(candle))
    expect(fall.flat()).toMatchObject([{ kind: 'close' }])
  })

  it('does not buy for a cross of the warm-up, and buys for the first one after', () => {
    const stage = stageOf(maCross, PARAMS)
    stage.warmUp(closes([...falling, 14, 15, 9]))
    expect(stage.start()).toEqual([])
    expect(closes([9, 16], 6).flatMap((candle) => stage.candle(candle))).toMatchObject([
      { kind: 'place', ref: 'enter' },
    ])
  })

  it('sells at the start what it held when the signal turned while it was away', () => {
    const stage = stageOf(maCross, PARAMS)
    for (const candle of closes([...falling, 14])) stage.candle(candle)
    stage.fill('enter')
    stage.warmUp(closes([15, 9], 4))
    expect(stage.restart()).toMatchObject([{ kind: 'close' }])
  })

  it('sells an entry that is filled after the signal turned', () => {
    const stage = stageOf(maCross, PARAMS)
    for (const candle of closes([...falling, 14])) stage.candle(candle)
    const turned = closes([15, 9], 4).flatMap((candle) => stage.candle(candle))
    expect(turned).toMatchObject([{ kind: 'cancel', ref: 'enter' }])
    expect(stage.fill('enter')).toMatchObject([{ kind: 'close' }])
  })

  it('has one entry on its way at most', () => {
    const stage = stageOf(maCross, PARAMS)
    for (const candle of closes([...falling, 14, 15, 9, 30])) stage.candle(candle)
    expect(stage.intents.filter(({ kind }) => kind === 'place')).toHaveLength(2)
    expect(stage.open).toHaveLength(1)
  })

  it('counts a candle once, and not before it is closed', () => {
    const stage = stageOf(maCross, PARAMS)
    const [, , third, fourth] = closes([...falling, 14])
    for (const candle of closes([...falling])) stage.candle(candle)
    for (const _ of [1, 2, 3]) expect(third && stage.candle(third)).toEqual([])
    expect(fourth && stage.candle({ ...fourth, closed: false })).toEqual([])
    expect(fourth && stage.candle({ ...fourth, close: Number.NaN })).toEqual([])
    expect(fourth && stage.candle(fourth)).toHaveLength(1)
  })

  it('guards what it buys with the barriers it was given', () => {
    const barriers = { stopLoss: 0.02, takeProfit: 0.05 }
    const stage = stageOf(maCross, { ...PARAMS, barriers })
    for (const candle of closes([...falling, 14])) stage.candle(candle)
    expect(stage.guards.get('binance BTC/USDT')).toEqual(barriers)
  })

  it('asks for as much history as its slow average needs to settle', () => {
    const params = maCross.params.parse({ ...PARAMS, average: undefined, slow: 50 })
    expect(params.average).toBe('ema')
    expect(maCross.warmup?.(params)).toEqual([{ exchange: 'binance', symbol: 'BTC/USDT', interval: '1m', count: 200 }])
  })

  it.each([
    [{ fast: 3, slow: 3 }, 'the fast average must be shorter than the slow'],
    [{ amount: 0 }, 'write a number above 0'],
    [{ amount: '0.0' }, 'write a number above 0'],
    [{ amount: Number.NaN }, 'write a number above 0'],
    [{ symbol: 'btcusdt' }, 'write BASE/QUOTE in upper case'],
    [{ fats: 1 }, 'Unrecognized key: "fats"'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(maCross, { ...PARAMS, ...wrong })).toContain(message)
  })
})
