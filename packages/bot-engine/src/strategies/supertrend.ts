import { SuperTrend } from 'trading-signals'
import { z } from 'zod'
import { perClosedCandle } from '../indicators/candle-signal.ts'
import { Crossing } from '../indicators/crossing.ts'
import { stable } from '../indicators/stable.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, count, INTERVAL, MARKET, marketOf, quantity } from './parts/fields.ts'
import { enter, followStance, leave, type Stance } from './parts/long-or-flat.ts'

/** Long while closes are above the Supertrend line; acts when the trend turns, and only then. */
export const supertrend = defineStrategy({
  name: 'supertrend',
  version: 1,
  params: z.strictObject({
    ...MARKET,
    interval: INTERVAL,
    period: count('candles of the average true range').default(10),
    multiplier: z.number().positive().default(3).describe('distance of the line, average true ranges'),
    amount: quantity('bought on each signal, base currency'),
    barriers: BARRIERS.exactOptional(),
  }),
  state: (): Stance => ({ wants: 'flat' }),
  indicators({ multiplier, period }) {
    const trend = new SuperTrend({ interval: period, multiplier })
    const crossing = new Crossing()
    return perClosedCandle((candle) => {
      const now = stable(trend, candle)
      if (now === undefined) return undefined
      const direction = crossing.add(now.trend === 'BULLISH' ? 1 : -1)
      return direction && { direction, numbers: `close ${candle.close}, Supertrend ${now.supertrend}` }
    })
  },
  subscriptions: ({ interval, ...market }) => [{ ...marketOf(market), channel: 'candles', interval }],
  warmup: ({ interval, period, ...market }) => [{ ...marketOf(market), interval, count: 10 * period }],
  hooks: {
    ...followStance,
    candle(ctx, candle) {
      const turn = ctx.indicators.add(candle)
      if (turn === undefined) return undefined
      return turn.direction === 'up' ? enter(ctx, turn.numbers) : leave(ctx, turn.numbers)
    },
  },
})
