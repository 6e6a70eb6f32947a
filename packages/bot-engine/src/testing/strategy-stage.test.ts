import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineStrategy } from '../strategy/define-strategy.ts'
import type { Intent } from '../strategy/intent.ts'
import { stageOf } from './strategy-stage.ts'

const dip = defineStrategy({
  name: 'dip',
  version: 1,
  params: z.strictObject({ symbol: z.string(), below: z.number().positive() }),
  state: () => ({ bought: 0 }),
  subscriptions: ({ symbol }) => [{ exchange: 'binance', symbol, channel: 'ticker' }],
  hooks: {
    ticker(ctx, { last }) {
      if (last >= ctx.params.below || ctx.state.bought > 0) return undefined
      ctx.state.bought += 1
      return { kind: 'place', ref: 'dip', side: 'buy', type: 'market', amount: 1, because: `${last} is low` }
    },
  },
})

/** Answers every ticker with what it is told to, and every order with nothing. */
const saying = (...intents: readonly Intent[]) =>
  defineStrategy({
    name: 'puppet',
    version: 1,
    params: z.strictObject({}),
    state: () => ({}),
    subscriptions: () => [{ exchange: 'binance', symbol: 'BTC/USDT', channel: 'ticker' }],
    hooks: { ticker: () => intents },
  })

const anOrder = { kind: 'place', ref: 'a', side: 'buy', type: 'limit', amount: 1, price: 100, because: '' } as const

describe('a strategy stage', () => {
  it('plays events to a strategy and returns what came of each', () => {
    const stage = stageOf(dip, { symbol: 'BTC/USDT', below: 90 }, { price: 100 })
    expect(stage.ticker(95)).toEqual([])
    expect(stage.ticker(89.5)).toMatchObject([{ kind: 'place', because: '89.5 is low' }])
    stage.fill('dip')
    expect(stage.position()).toMatchObject({ amount: '1', averageEntry: '89.5' })
    expect(stage.state.bought).toBe(1)
    expect(stage.open).toEqual([])
    expect(stage.intents).toHaveLength(1)
  })

  it('rounds as the venue does, and refuses what is too small, too cheap or there already', () => {
    const rounded = stageOf(saying({ ...anOrder, amount: 0.12345, price: 100.017 }), {})
    rounded.ticker(1)
    expect(rounded.open).toMatchObject([{ amount: '0.1234', price: '100.01' }])
    rounded.ticker(1)
    expect(rounded.open).toHaveLength(1)
    const rules = { instrument: { minAmount: '2', minNotional: '500' } }
    for (const amount of [1, 3, 0.00001]) {
      const stage = stageOf(saying({ ...anOrder, amount }), {}, rules)
      stage.ticker(1)
      expect(stage.open).toEqual([])
    }
  })

  it('keeps the average entry of a position that grows, shrinks and turns, and what that earned', () => {
    const sell = { ...anOrder, ref: 'b', side: 'sell', amount: 3 } as const
    const stage = stageOf(saying(anOrder, { ...anOrder, ref: 'c' }, sell), {})
    stage.ticker(1)
    stage.fill('a', { price: 100 })
    stage.fill('c', { price: 110, fee: '0.5' })
    expect(stage.position()).toMatchObject({ amount: '2', averageEntry: '105', realised: '-0.5' })
    stage.fill('b', { price: 115, amount: 1 })
    expect(stage.position()).toMatchObject({ amount: '1', averageEntry: '105', realised: '9.5' })
    stage.fill('b', { price: 115 })
    expect(stage.position()).toMatchObject({ amount: '-1', averageEntry: '115', realised: '19.5' })
    expect(stage.position().openedAt).toBe(stage.ctx.now)
  })

  it('shows free balances, and nothing of what was never told', () => {
    const stage = stageOf(dip, { symbol: 'BTC/USDT', below: 1 }, { free: { USDT: '7' } })
    expect([stage.ctx.free('USDT'), stage.ctx.free('BTC'), stage.ctx.botId]).toEqual(['7', '0', 'staged'])
  })

  it('leaves alone what is not there', () => {
    const stage = stageOf(
      saying(
        { kind: 'cancel', ref: 'nobody', because: '' },
        { kind: 'replace', ref: 'nobody', price: 1, because: '' },
        { kind: 'close', because: '' },
        { kind: 'timer', name: 'never', afterMs: undefined },
      ),
      {},
    )
    expect(stage.ticker(1)).toHaveLength(4)
    expect(stage.open).toEqual([])
    expect(() => stage.fill('nobody')).toThrow('there is no order nobody')
    expect(() => stage.fillOf('nobody')).toThrow('there is no order nobody')
    expect(() => stage.position({ exchange: 'kraken', symbol: 'A/B' })).toThrow('does not subscribe to kraken A/B')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 'x'])('throws for an amount of %s', (amount) => {
    expect(() => stageOf(saying({ ...anOrder, amount }), {}).ticker(1)).toThrow(`amount ${amount}`)
  })

  it('throws for a timer after NaN', () => {
    const timer = { kind: 'timer', name: 't', afterMs: Number.NaN } as const
    expect(() => stageOf(saying(timer), {}).ticker(1)).toThrow('timer t after NaN ms')
  })

  it('throws for a strategy that answers itself without end', () => {
    const echo = defineStrategy({
      ...saying(),
      indicators: () => undefined,
      hooks: { order: () => [anOrder], ticker: () => anOrder },
    })
    expect(() => stageOf(echo, {}).ticker(1)).toThrow('the strategy answers itself without end')
  })

  it('throws for a strategy that subscribes to nothing', () => {
    const deaf = defineStrategy({ ...saying(), indicators: () => undefined, subscriptions: () => [] })
    expect(() => stageOf(deaf, {})).toThrow('the strategy subscribes to nothing')
  })
})
