import { type AnyStrategy, defineStrategy } from '@md/bot-engine'
import { z } from 'zod'

const steps = defineStrategy({
  name: 'steps',
  version: 1,
  params: z.object({
    exchange: z.enum(['binance', 'coinbase', 'kraken']),
    symbol: z.string(),
    lower: z.number().positive(),
    upper: z.number().positive(),
    spacing: z.enum(['even', 'growing']).default('even'),
  }),
  state: () => ({}),
  subscriptions: ({ exchange, symbol }) => [{ exchange, symbol, channel: 'ticker' }],
  hooks: {},
})

const pair = defineStrategy({
  name: 'pair',
  version: 1,
  params: z
    .object({ left: z.string(), right: z.string() })
    .refine(({ left, right }) => left !== right, { path: ['right'], error: 'write another symbol than left' }),
  state: () => ({}),
  subscriptions: ({ left, right }) => [
    { exchange: 'kraken', symbol: left, channel: 'ticker' },
    { exchange: 'kraken', symbol: right, channel: 'ticker' },
  ],
  hooks: {},
})

/** One that trades one market, and one that trades two. */
export const STRATEGIES: readonly AnyStrategy[] = [steps, pair]
