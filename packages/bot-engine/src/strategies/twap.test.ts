import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../test/strategy-params.ts'
import { stageOf } from '../testing/strategy-stage.ts'
import { twap } from './twap.ts'

const PARAMS = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  side: 'buy',
  amount: '1',
  overMs: 60_000,
  slices: 4,
  graceMs: 1_000,
} as const

const FILL = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  tradeId: '1',
  clientOrderId: 'a',
  side: 'buy',
  price: '100',
  amount: '0.5',
  fee: '0',
  feeAsset: 'USDT',
  liquidity: 'taker',
  timestamp: 0,
} as const

describe('twap', () => {
  it('hands its amount to the algorithm, once', () => {
    const stage = stageOf(twap, PARAMS, { price: 100 })
    expect(stage.start()).toMatchObject([
      { kind: 'execute', ref: 'twap', algorithm: 'twap', side: 'buy', amount: '1', overMs: 60_000, slices: 4 },
      { kind: 'timer', name: 'late', afterMs: 61_000 },
    ])
    expect(stage.restart()).toEqual([])
  })

  it('counts nothing that an exit takes back', () => {
    const stage = stageOf(twap, PARAMS, { price: 100 })
    stage.start()
    twap.hooks.fill?.(stage.ctx, FILL)
    expect(twap.hooks.fill?.(stage.ctx, { ...FILL, side: 'sell' })).toBeUndefined()
    expect(stage.state.filled).toBe('0.5')
  })

  it('ends when all but dust is filled', () => {
    const stage = stageOf(twap, PARAMS, { price: 100 })
    stage.start()
    const { fill } = twap.hooks
    expect(fill?.(stage.ctx, FILL)).toBeUndefined()
    expect(fill?.(stage.ctx, { ...FILL, amount: '0.49995' })).toEqual({ kind: 'stop', because: '0.99995 of 1 is done' })
  })

  it('ends, and says what was filled, when its time is over', () => {
    const stage = stageOf(twap, PARAMS, { price: 100 })
    stage.start()
    expect(twap.hooks.timer?.(stage.ctx, { name: 'another', dueAt: 0 })).toBeUndefined()
    stage.advance(61_000)
    expect(stage.stopped).toBe('only 0 of 1 was filled in time')
  })

  it('refuses parts that are too close', () => {
    expect(mistakesOf(twap, { ...PARAMS, slices: 601 })).toContain('slices: parts must be 100 ms apart or more')
  })
})
