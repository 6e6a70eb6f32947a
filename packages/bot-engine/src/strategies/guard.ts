import { z } from 'zod'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, MARKET, marketOf, quantity } from './parts/fields.ts'
import { holds } from './parts/holding.ts'

/** Watches a position that was opened by hand, ends it where the barriers say, and itself with it. */
export const guard = defineStrategy({
  name: 'guard',
  version: 1,
  params: z.strictObject({
    ...MARKET,
    amount: quantity('held, base currency'),
    entry: quantity('paid for it on average, quote currency per base'),
    barriers: BARRIERS.refine((barriers) => Object.keys(barriers).length > 0, {
      error: 'at least one barrier is needed: stopLoss, takeProfit, trailing, timeLimitMs or breakEven',
    }),
  }),
  state: () => ({ adopted: false }),
  subscriptions: (params) => [{ ...marketOf(params), channel: 'ticker', conflate: 'latest' }],
  hooks: {
    start(ctx) {
      if (ctx.state.adopted) return undefined
      ctx.state.adopted = true
      const { amount, barriers, entry } = ctx.params
      return { kind: 'protect', barriers, position: { amount, entry } }
    },
    position: (ctx) => (holds(ctx) ? undefined : { kind: 'stop', because: 'the position is closed' }),
  },
})
