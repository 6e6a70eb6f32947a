import { type AnyStrategy, defineStrategy } from '@md/bot-engine'
import { z } from 'zod'
import type { OnDecision } from './ema-cross.ts'

/** Bids for what has risen by more than a fraction since the last ticker, at the very price it rose to. */
export const breakout = (onDecision: OnDecision): AnyStrategy =>
  defineStrategy({
    name: 'breakout',
    version: 1,
    params: z.strictObject({
      exchange: z.literal('binance'),
      symbol: z.string(),
      rise: z.number().positive(),
      amount: z.string(),
    }),
    state: () => ({ last: 0, orders: 0 }),
    subscriptions: ({ exchange, symbol }) => [{ exchange, symbol, channel: 'ticker' }],
    hooks: {
      ticker(ctx, ticker) {
        const { params, state } = ctx
        const before = state.last
        state.last = ticker.last
        onDecision(ticker)
        if (before === 0 || ticker.last < before * (1 + params.rise)) return undefined
        state.orders += 1
        return {
          kind: 'place',
          ref: `up/${state.orders}`,
          side: 'buy',
          type: 'limit',
          timeInForce: 'IOC',
          price: ticker.last,
          amount: params.amount,
          because: `${ticker.last} after ${before}`,
        }
      },
    },
  }) as unknown as AnyStrategy
