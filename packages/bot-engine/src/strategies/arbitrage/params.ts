import type { Market } from '@md/types'
import { z } from 'zod'
import { MARKET, milliseconds, quantity } from '../parts/fields.ts'

/** What is taken at par: these differ by less than fees do. */
const DOLLARS: ReadonlySet<string> = new Set(['USD', 'USDT', 'USDC'])

const LEG = z.strictObject({
  ...MARKET,
  fee: z.number().min(0).lt(1).describe('what a taker pays there; a fraction, 0.001 is 0.1 %'),
})

export const PARAMS = z
  .strictObject({
    first: LEG,
    second: LEG,
    amount: quantity('most that is bought and sold at once, base currency'),
    maxPosition: quantity('most that is held long or short on either side, base currency'),
    minEdge: z.number().gt(-1).describe('least gain after both fees; a fraction'),
    maxAgeMs: milliseconds('age of a book above which it is not used').default(1_000),
    maxSkewMs: milliseconds('difference of age of the two books above which they are not compared').default(500),
    pauseMs: milliseconds('after each trade').default(1_000),
  })
  .refine(({ first, second }) => first.exchange !== second.exchange || first.symbol !== second.symbol, {
    path: ['second'],
    error: 'first and second must be two markets',
  })
  .refine(({ first, second }) => baseOf(first) === baseOf(second), {
    path: ['second', 'symbol'],
    error: 'both markets must have the same base currency',
  })
  .refine(({ first, second }) => quoteOf(first) === quoteOf(second) || [first, second].every(isInDollars), {
    path: ['second', 'symbol'],
    error: `prices of the two can only be compared in one quote currency (${[...DOLLARS].join(', ')} count as one)`,
  })
  .refine(({ amount, maxPosition }) => Number(amount) <= Number(maxPosition), {
    path: ['amount'],
    error: 'amount must not be above maxPosition',
  })

const baseOf = ({ symbol }: Market): string | undefined => symbol.split('/')[0]

const quoteOf = ({ symbol }: Market): string | undefined => symbol.split('/')[1]

const isInDollars = (market: Market): boolean => DOLLARS.has(quoteOf(market) ?? '')
