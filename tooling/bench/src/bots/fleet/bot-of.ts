import type { AnyStrategy, BotDefinition, JournalSink } from '@md/bot-engine'
import { marketAt } from '../markets.ts'
import { breakout } from '../strategies/breakout.ts'
import { emaCross, type OnDecision } from '../strategies/ema-cross.ts'
import type { FleetOrder } from './calls.ts'

export const strategyOf = (name: FleetOrder['strategy'], onDecision: OnDecision): AnyStrategy =>
  name === 'ema-cross' ? emaCross(onDecision) : breakout(onDecision)

/** Each on one market, with limits and barriers as a user would set them; no two alike, so that they do not act at once. */
export function definitionOf(index: number, strategy: AnyStrategy, sink: JournalSink | undefined): BotDefinition {
  const market = marketAt(index)
  const spans = { fast: 1_500 + 5 * (index % 97), slow: 6_000 + 21 * (index % 101) }
  return {
    id: `bot-${index}`,
    account: 'main',
    strategy,
    params: { ...market, amount: '1', ...(strategy.name === 'ema-cross' ? spans : { rise: 0.02 }) },
    limits: {
      maxOrderValue: '1000',
      maxPositionValue: '1000',
      maxOpenOrders: 5,
      maxOrdersPerMinute: 600,
      priceCollar: 0.05,
      maxPriceAgeMs: 10_000,
      maxDailyLoss: '5000',
    },
    barriers: { stopLoss: 0.05, takeProfit: 0.1, trailing: { activation: 0.03, distance: 0.01 } },
    ...(sink !== undefined && { sink }),
  }
}
