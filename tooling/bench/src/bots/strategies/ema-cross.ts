import { type AnyStrategy, defineStrategy } from '@md/bot-engine'
import type { Ticker } from '@md/types'
import { z } from 'zod'

/** Told when a hook has decided on a ticker. */
export type OnDecision = (ticker: Ticker) => void

/** Long while the fast average of its market's tickers is above the slow one; every hook call is counted. */
export const emaCross = (onDecision: OnDecision): AnyStrategy =>
  defineStrategy({
    name: 'ema-cross',
    version: 1,
    params: z.strictObject({
      exchange: z.literal('binance'),
      symbol: z.string(),
      fast: z.number().positive(),
      slow: z.number().positive(),
      amount: z.string(),
    }),
    state: () => ({ fast: 0, slow: 0, isAbove: false }),
    subscriptions: ({ exchange, symbol }) => [{ exchange, symbol, channel: 'ticker' }],
    hooks: {
      ticker(ctx, ticker) {
        const { params, state } = ctx
        const { last } = ticker
        if (state.slow === 0) {
          state.fast = last
          state.slow = last
        }
        state.fast += (last - state.fast) * (2 / (params.fast + 1))
        state.slow += (last - state.slow) * (2 / (params.slow + 1))
        onDecision(ticker)
        const isAbove = state.fast > state.slow
        if (isAbove === state.isAbove) return undefined
        state.isAbove = isAbove
        const because = `the fast average is ${state.fast}, the slow one ${state.slow}`
        if (isAbove) return { kind: 'place', ref: 'in', side: 'buy', type: 'market', amount: params.amount, because }
        return ctx.position().size > 0 ? { kind: 'close', because } : undefined
      },
    },
  }) as unknown as AnyStrategy
