import { type AnyStrategy, defineStrategy } from '@md/bot-engine'
import { z } from 'zod'

/** Buys whenever it holds nothing and the price is above `above`; what ends the position is its stop-loss. */
export const alwaysGuarded = (): AnyStrategy =>
  defineStrategy({
    name: 'always-guarded',
    version: 1,
    params: z.strictObject({
      exchange: z.literal('binance'),
      symbol: z.string(),
      above: z.number().positive(),
      amount: z.string(),
    }),
    state: () => ({ bought: 0 }),
    subscriptions: ({ exchange, symbol }) => [{ exchange, symbol, channel: 'ticker' }],
    hooks: {
      ticker(ctx, { last }) {
        const { params, state } = ctx
        if (last < params.above || ctx.position().size > 0 || ctx.openOrders().length > 0) return undefined
        state.bought += 1
        const because = 'it holds nothing'
        return { kind: 'place', ref: 'in', side: 'buy', type: 'market', amount: params.amount, because }
      },
    },
  }) as unknown as AnyStrategy
