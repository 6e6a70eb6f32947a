import { z } from 'zod'
import { exact } from '../../decimal/exact.ts'
import { BARRIERS, count, fraction, MARKET, milliseconds, quantity, share } from '../parts/fields.ts'
import { deepest, safetySpend } from './ladder.ts'

export const PARAMS = z
  .strictObject({
    ...MARKET,
    base: quantity('spent on the first order of a cycle, quote currency'),
    slippage: fraction('how far above the price the first order may buy').default(0.002),
    safety: z.strictObject({
      spend: quantity('spent on the first safety order, quote currency'),
      count: count('safety orders below the entry', 0, 50),
      step: fraction('distance of the first one below the entry'),
      stepScale: z.number().positive().default(1).describe('each distance is so many times the one before'),
      spendScale: z.number().positive().default(1).describe('each is so many times as large as the one before'),
    }),
    takeProfit: share('gain over the average entry at which everything is sold'),
    maxSpend: quantity('most that a cycle may cost, quote currency, without fees'),
    barriers: BARRIERS.exactOptional(),
    repeat: z.boolean().default(true).describe('whether another cycle follows'),
    pauseMs: milliseconds('between cycles').default(60_000),
  })
  .refine(({ base, maxSpend, safety }) => safetySpend(safety).plus(exact(base)).lte(exact(maxSpend)), {
    path: ['maxSpend'],
    error: 'the first order and all safety orders together cost more than maxSpend',
  })
  .refine(({ safety }) => deepest(safety) < 1, {
    path: ['safety', 'step'],
    error: 'the last safety order is below zero',
  })
