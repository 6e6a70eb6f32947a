import { RSI } from 'trading-signals'
import { z } from 'zod'
import { perClosedCandle } from '../indicators/candle-signal.ts'
import { Crossing } from '../indicators/crossing.ts'
import { stable } from '../indicators/stable.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, count, INTERVAL, MARKET, marketOf, quantity } from './parts/fields.ts'
import { enter, followStance, leave, type Stance } from './parts/long-or-flat.ts'

const level = (what: string) => z.number().gt(0).lt(100).describe(`${what}; 0 to 100`)

/** Buys when the relative strength recovers from `oversold`, and sells when it falls back from `overbought`. */
export const rsi = defineStrategy({
  name: 'rsi',
  version: 1,
  params: z
    .strictObject({
      ...MARKET,
      interval: INTERVAL,
      period: count("candles of Wilder's averages", 2).default(14),
      oversold: level('bought when crossed upwards').default(30),
      overbought: level('sold when crossed downwards').default(70),
      amount: quantity('bought on each signal, base currency'),
      barriers: BARRIERS.exactOptional(),
    })
    .refine(({ overbought, oversold }) => oversold < overbought, {
      path: ['oversold'],
      error: 'oversold must be below overbought',
    }),
  state: (): Stance => ({ wants: 'flat' }),
  indicators({ overbought, oversold, period }) {
    const strength = new RSI(period)
    const [low, high] = [new Crossing(), new Crossing()]
    return perClosedCandle(({ close }) => {
      const value = stable(strength, close)
      if (value === undefined) return undefined
      const crossed = { low: low.add(value - oversold), high: high.add(value - overbought) }
      return { value, recovers: crossed.low === 'up', tires: crossed.high === 'down' }
    })
  },
  subscriptions: ({ interval, ...market }) => [{ ...marketOf(market), channel: 'candles', interval }],
  warmup: ({ interval, period, ...market }) => [{ ...marketOf(market), interval, count: 10 * period }],
  hooks: {
    ...followStance,
    candle(ctx, candle) {
      const signal = ctx.indicators.add(candle)
      if (signal?.recovers) return enter(ctx, `RSI ${signal.value} is back above ${ctx.params.oversold}`)
      if (signal?.tires) return leave(ctx, `RSI ${signal.value} is back below ${ctx.params.overbought}`)
      return undefined
    },
  },
})
