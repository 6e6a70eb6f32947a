import { describe, expect, it } from 'vitest'
import { bars, closes } from '../../test/strategy-candles.ts'
import { mistakesOf } from '../../test/strategy-params.ts'
import { stageOf } from '../testing/strategy-stage.ts'
import { macdBollinger } from './macd-bollinger.ts'
import { rsi } from './rsi.ts'
import { supertrend } from './supertrend.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT', interval: '1m', amount: 1 } as const

/** A price that falls, rises and falls again by `step` a candle. */
function wave(first: number, step: number, ...legs: readonly number[]): readonly number[] {
  const prices = [first]
  for (const [leg, count] of legs.entries()) {
    for (let i = 0; i < count; i++) prices.push((prices.at(-1) ?? first) + (leg % 2 === 0 ? -step : step))
  }
  return prices
}

describe('rsi', () => {
  const PARAMS = { ...MARKET, period: 3 }

  it('buys when it is back above oversold, and sells when it is back below overbought', () => {
    const stage = stageOf(rsi, PARAMS)
    const prices = wave(100, 1, 6, 2)
    const bought = closes(prices).flatMap((candle) => stage.candle(candle))
    // six falls and one rise of 1: gains 1/3, losses 1 * 2/3: 100 - 100 / (1 + 1/2) = 33.33
    expect(bought).toMatchObject([{ kind: 'place', ref: 'enter', side: 'buy' }])
    expect(String(bought[0] && 'because' in bought[0] && bought[0].because)).toMatch(/^RSI 33\.33\d* is back above 30$/)
    stage.fill('enter')
    const after = wave(prices.at(-1) ?? 0, 1, 0, 6, 3).slice(1)
    const sold = closes(after, prices.length).flatMap((candle) => stage.candle(candle))
    expect(sold[0]).toMatchObject({ kind: 'close' })
  })

  it('says nothing before it has seen enough', () => {
    const stage = stageOf(rsi, { ...MARKET, period: 14 })
    expect(closes(wave(100, 1, 5, 8)).flatMap((candle) => stage.candle(candle))).toEqual([])
    expect(rsi.warmup?.(stage.ctx.params)).toMatchObject([{ count: 140 }])
  })

  it.each([
    [{ oversold: 70 }, 'oversold: oversold must be below overbought'],
    [{ overbought: 100 }, 'overbought: Too big'],
    [{ period: 1 }, 'period: Too small'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(rsi, { ...PARAMS, ...wrong })).toContain(message)
  })
})

describe('supertrend', () => {
  const PARAMS = { ...MARKET, period: 3, multiplier: 1 }
  const candles = (prices: readonly number[], from = 0) =>
    bars(
      prices.map((close) => [close + 1, close - 1, close]),
      from,
    )

  it('buys when the trend turns up, and sells when it turns down', () => {
    const stage = stageOf(supertrend, PARAMS)
    const down = wave(100, 2, 8)
    expect(candles(down).flatMap((candle) => stage.candle(candle))).toEqual([])
    const up = wave(down.at(-1) ?? 0, 2, 0, 6).slice(1)
    const bought = candles(up, down.length).flatMap((candle) => stage.candle(candle))
    expect(bought).toMatchObject([{ kind: 'place', ref: 'enter', because: expect.stringContaining('Supertrend ') }])
    stage.fill('enter')
    const again = wave(up.at(-1) ?? 0, 2, 6).slice(1)
    const sold = candles(again, down.length + up.length).flatMap((candle) => stage.candle(candle))
    expect(sold[0]).toMatchObject({ kind: 'close' })
  })

  it('does not take the trend it finds for a turn', () => {
    const stage = stageOf(supertrend, PARAMS)
    const rising = wave(100, 2, 0, 20)
    stage.warmUp(candles(rising.slice(0, 10)))
    expect(stage.start()).toEqual([])
    expect(candles(rising).flatMap((candle) => stage.candle(candle))).toEqual([])
    expect(supertrend.warmup?.(stage.ctx.params)).toMatchObject([{ count: 30 }])
  })
})

describe('macd-bollinger', () => {
  const PARAMS = { ...MARKET, fast: 2, slow: 4, signal: 2, period: 4, deviations: 1 }

  it('buys when momentum turns up soon after a close below the band, and sells above the other band', () => {
    const stage = stageOf(macdBollinger, PARAMS)
    const prices = [100, 100, 100, 100, 99, 98, 94, 96]
    const bought = closes(prices).flatMap((candle) => stage.candle(candle))
    expect(bought).toMatchObject([
      { kind: 'place', ref: 'enter', because: expect.stringContaining('close 96, bands ') },
    ])
    stage.fill('enter')
    const sold = closes([98, 104], prices.length).flatMap((candle) => stage.candle(candle))
    expect(sold[0]).toMatchObject({ kind: 'close' })
  })

  it.each([
    [3, 1],
    [2, 0],
  ])('takes a turn three candles after the close below the band for soon within %i: %i order', (within, orders) => {
    const stage = stageOf(macdBollinger, { ...PARAMS, signal: 5, within })
    const prices = [100, 100, 100, 100, 100, 99, 98, 94, 94, 94, 94, 94, 94, 95]
    const intents = closes(prices).flatMap((candle) => stage.candle(candle))
    expect(intents.filter(({ kind }) => kind === 'place')).toHaveLength(orders)
  })

  it('asks for enough history for its slowest part', () => {
    const params = macdBollinger.params.parse({ ...MARKET, period: 300 })
    expect(macdBollinger.warmup?.(params)).toMatchObject([{ count: 300 }])
    expect(macdBollinger.warmup?.({ ...params, period: 20 })).toMatchObject([{ count: 122 }])
  })

  it('refuses a fast average that is not the shorter', () => {
    expect(mistakesOf(macdBollinger, { ...PARAMS, fast: 4 })).toContain('fast: the fast average must be shorter')
  })
})
