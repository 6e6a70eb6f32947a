import { z } from 'zod'
import { count, fraction, INTERVAL, MARKET, milliseconds, quantity } from '../parts/fields.ts'

export const PARAMS = z
  .strictObject({
    ...MARKET,
    amount: quantity('of each quote, base currency'),
    spread: fraction('distance between the quotes; with `volatility` the least'),
    volatility: z
      .strictObject({
        interval: INTERVAL,
        period: count('candles of the average true range'),
        multiplier: z.number().positive().describe('spread, average true ranges'),
      })
      .exactOptional()
      .describe('widens the spread with the range of the candles'),
    maxInventory: quantity('most that is held, base currency'),
    minInventory: z.number().default(0).describe('least that is held, base currency; below 0 it goes short'),
    targetInventory: z.number().default(0).describe('held at which the quotes are not skewed, base currency'),
    skew: z.number().min(0).max(10).default(0.5).describe('spreads by which a full inventory moves the quotes'),
    minChange: fraction('change of a price for which a quote is moved').default(0.0002),
    pauseMs: milliseconds('after a quote was refused').default(1_000),
  })
  .refine(({ maxInventory, minInventory }) => minInventory < Number(maxInventory), {
    path: ['minInventory'],
    error: 'minInventory must be below maxInventory',
  })
  .refine(
    ({ maxInventory, minInventory, targetInventory: target }) =>
      target >= minInventory && target <= Number(maxInventory),
    { path: ['targetInventory'], error: 'targetInventory must be between minInventory and maxInventory' },
  )
