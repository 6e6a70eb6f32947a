import { EMA, SMA } from 'trading-signals'
import { z } from 'zod'
import { perClosedCandle } from '../indicators/candle-signal.ts'
import { Crossing } from '../indicators/crossing.ts'
import { stable } from '../indicators/stable.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, count, INTERVAL, MARKET, marketOf, quantity } from './parts/fields.ts'
import { enter, followStance, leave, type Stance } from './parts/long-or-flat.ts'

const AVERAGES = { ema: EMA, sma: SMA }

/** Buys when the fast average of closes crosses above the slow one, and sells when it falls below. */
export const maCross = defineStrategy({
  name: 'ma-cross',
  version: 1,
  params: z
    .strictObject({
      ...MARKET,
      interval: INTERVAL,
      average: z.enum(['ema', 'sma']).default('ema').describe('exponential or simple'),
      fast: count('candles of the fast average'),
      slow: count('candles of the slow average'),
      amount: quantity('bought on each signal, base currency'),
      barriers: BARRIERS.exactOptional(),
    })
    .refine(({ fast, slow }) => fast < slow, {
      path: ['fast'],
      error: 'the fast average must be shorter than the slow',
    }),
  state: (): Stance => ({ wants: 'flat' }),
  indicators({ average, fast, slow }) {
    const averages = { fast: new AVERAGES[average](fast), slow: new AVERAGES[average](slow) }
    const crossing = new Crossing()
    return perClosedCandle(({ close }) => {
      const [quick, calm] = [stable(averages.fast, close), stable(averages.slow, close)]
      if (quick === undefined || calm === undefined) return undefined
      const direction = crossing.add(quick - calm, calm)
      return direction && { direction, numbers: `the average of ${fast} is ${quick}, of ${slow} ${calm}` }
    })
  },
  subscriptions: ({ interval, ...market }) => [{ ...marketOf(market), channel: 'candles', interval }],
  warmup: ({ interval, slow, ...market }) => [{ ...marketOf(market), interval, count: 4 * slow }],
  hooks: {
    ...followStance,
    candle(ctx, candle) {
      const cross = ctx.indicators.add(candle)
      if (cross === undefined) return undefined
      return cross.direction === 'up' ? enter(ctx, cross.numbers) : leave(ctx, cross.numbers)
    },
  },
})
