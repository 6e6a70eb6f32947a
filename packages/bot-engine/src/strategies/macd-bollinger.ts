import { BollingerBands, EMA, MACD } from 'trading-signals'
import { z } from 'zod'
import { perClosedCandle } from '../indicators/candle-signal.ts'
import { Crossing } from '../indicators/crossing.ts'
import { stable } from '../indicators/stable.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, count, INTERVAL, MARKET, marketOf, quantity } from './parts/fields.ts'
import { enter, followStance, leave, type Stance } from './parts/long-or-flat.ts'

/**
 * Buys when MACD crosses above its signal soon after a close below the lower Bollinger band.
 * Sells above the upper band, or when MACD crosses back.
 */
export const macdBollinger = defineStrategy({
  name: 'macd-bollinger',
  version: 1,
  params: z
    .strictObject({
      ...MARKET,
      interval: INTERVAL,
      fast: count('candles of the fast average').default(12),
      slow: count('candles of the slow average').default(26),
      signal: count('candles of the signal').default(9),
      period: count('candles of the bands', 2).default(20),
      deviations: z.number().positive().default(2).describe('width of the bands, standard deviations each side'),
      within: count('candles within which MACD has to follow the close below the band').default(5),
      amount: quantity('bought on each signal, base currency'),
      barriers: BARRIERS.exactOptional(),
    })
    .refine(({ fast, slow }) => fast < slow, {
      path: ['fast'],
      error: 'the fast average must be shorter than the slow',
    }),
  state: (): Stance => ({ wants: 'flat' }),
  indicators({ deviations, fast, period, signal, slow, within }) {
    const macd = new MACD(new EMA(fast), new EMA(slow), new EMA(signal))
    const bands = new BollingerBands(period, deviations)
    const crossing = new Crossing()
    let sinceCheap = Number.POSITIVE_INFINITY
    return perClosedCandle(({ close }) => {
      const [momentum, band] = [stable(macd, close), stable(bands, close)]
      if (momentum === undefined || band === undefined || !macd.signal.isStable) return undefined
      const direction = crossing.add(momentum.histogram, close)
      sinceCheap = close < band.lower ? 0 : sinceCheap + 1
      return {
        buy: direction === 'up' && sinceCheap <= within,
        sell: direction === 'down' || close > band.upper,
        numbers: `close ${close}, bands ${band.lower} to ${band.upper}, MACD ${momentum.macd}, signal ${momentum.signal}`,
      }
    })
  },
  subscriptions: ({ interval, ...market }) => [{ ...marketOf(market), channel: 'candles', interval }],
  warmup: ({ interval, period, signal, slow, ...market }) => [
    { ...marketOf(market), interval, count: Math.max(4 * slow + 2 * signal, period) },
  ],
  hooks: {
    ...followStance,
    candle(ctx, candle) {
      const said = ctx.indicators.add(candle)
      if (said?.buy) return enter(ctx, said.numbers)
      if (said?.sell) return leave(ctx, said.numbers)
      return undefined
    },
  },
})
