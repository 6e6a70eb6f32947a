import { z } from 'zod'
import { count, MARKET, quantity } from '../parts/fields.ts'

export const PARAMS = z
  .strictObject({
    ...MARKET,
    lower: quantity('price of the lowest level'),
    upper: quantity('price of the highest level'),
    levels: count('prices of the grid, both ends included', 2, 200),
    spacing: z.enum(['arithmetic', 'geometric']).default('arithmetic').describe('same distance, or same ratio'),
    amount: quantity('bought at each level, base currency'),
    stopBelow: quantity('price at which everything is sold and the bot ends').exactOptional(),
    stopAbove: quantity('price at which everything is sold and the bot ends').exactOptional(),
  })
  .refine(({ lower, upper }) => Number(lower) < Number(upper), { path: ['lower'], error: 'lower must be below upper' })
  .refine(({ lower, stopBelow = 0 }) => Number(stopBelow) < Number(lower), {
    path: ['stopBelow'],
    error: 'stopBelow must be below lower',
  })
  .refine(({ stopAbove = Number.POSITIVE_INFINITY, upper }) => Number(stopAbove) > Number(upper), {
    path: ['stopAbove'],
    error: 'stopAbove must be above upper',
  })
