import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../test/strategy-params.ts'
import { stageOf } from '../testing/strategy-stage.ts'
import { guard } from './guard.ts'

const PARAMS = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  amount: '0.4',
  entry: '20000',
  barriers: { stopLoss: 0.05 },
} as const

describe('guard', () => {
  it('takes the position over as it was opened, once', () => {
    const stage = stageOf(guard, PARAMS)
    stage.start()
    expect(stage.position()).toMatchObject({ amount: '0.4', averageEntry: '20000' })
    expect(stage.guards.get('binance BTC/USDT')).toEqual({ stopLoss: 0.05 })
    expect(stage.restart()).toEqual([])
    expect(stage.position().amount).toBe('0.4')
  })

  it('ends when the position is closed', () => {
    const stage = stageOf(guard, PARAMS)
    stage.start()
    expect(stage.stopped).toBeUndefined()
    const flat = { ...stage.position(), amount: '0', size: 0 }
    stage.ctx.position = () => flat
    expect(guard.hooks.position?.(stage.ctx, flat)).toEqual({ kind: 'stop', because: 'the position is closed' })
  })

  it.each([
    [{ barriers: {} }, 'barriers: at least one barrier is needed'],
    [{ entry: -1 }, 'entry: write a number above 0'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(guard, { ...PARAMS, ...wrong })).toContain(message)
  })
})
