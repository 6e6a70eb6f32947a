import type { Decimal } from '@md/types'
import { z } from 'zod'
import { exact, toDecimal } from '../decimal/exact.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { count, MARKET, marketOf, milliseconds, quantity } from './parts/fields.ts'
import { tradable } from './parts/holding.ts'

interface TwapState {
  begun: boolean
  /** Base currency. */
  filled: Decimal
}

/** Buys or sells one amount in equal parts over a time, and ends. */
export const twap = defineStrategy({
  name: 'twap',
  version: 1,
  params: z
    .strictObject({
      ...MARKET,
      side: z.enum(['buy', 'sell']).describe('what is done'),
      amount: quantity('in all, base currency'),
      overMs: z.int().min(1_000).describe('from the first part to the last, ms'),
      slices: count('parts', 1, 10_000),
      graceMs: milliseconds('how long after that it waits for what is not filled').default(60_000),
    })
    .refine(({ overMs, slices }) => overMs / slices >= 100, {
      path: ['slices'],
      error: 'parts must be 100 ms apart or more',
    }),
  state: (): TwapState => ({ begun: false, filled: '0' }),
  subscriptions: (params) => [{ ...marketOf(params), channel: 'ticker', conflate: 'latest' }],
  hooks: {
    start(ctx) {
      if (ctx.state.begun) return undefined
      ctx.state.begun = true
      const { amount, graceMs, overMs, side, slices } = ctx.params
      const because = `${side} ${amount} in ${slices} parts over ${overMs} ms`
      return [
        { kind: 'execute', ref: 'twap', algorithm: 'twap', side, amount, overMs, slices, because },
        { kind: 'timer', name: 'late', afterMs: overMs + graceMs },
      ]
    },
    fill(ctx, { amount, price, side }) {
      // Of an exit: what a barrier takes back is not done.
      if (side !== ctx.params.side) return undefined
      const filled = exact(ctx.state.filled).plus(amount)
      ctx.state.filled = toDecimal(filled)
      const left = exact(ctx.params.amount).minus(filled)
      const isDone = tradable(left, exact(price), ctx.instrument()).isZero()
      return isDone ? { kind: 'stop', because: `${toDecimal(filled)} of ${ctx.params.amount} is done` } : undefined
    },
    timer(ctx, { name }) {
      if (name !== 'late') return undefined
      return { kind: 'stop', because: `only ${ctx.state.filled} of ${ctx.params.amount} was filled in time` }
    },
  },
})
