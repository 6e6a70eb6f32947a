import type { Side } from '@md/types'
import { toDecimal } from '../../decimal/exact.ts'
import { defineStrategy } from '../../strategy/define-strategy.ts'
import type { Intent, PlaceIntent } from '../../strategy/intent.ts'
import { isCounted } from '../parts/counted-fills.ts'
import { closeLate, end, finish } from '../parts/ending.ts'
import { marketOf } from '../parts/fields.ts'
import { hasEnded, working } from '../parts/own-orders.ts'
import { keepAccount, sellable } from './account.ts'
import { type GridContext, type GridMemo, type GridState, refOf } from './grid-context.ts'
import { gridLevels } from './levels.ts'
import { PARAMS } from './params.ts'

/** After a refusal, or an order that ended before it was filled. */
const RETRY_MS = 5_000

/** Buys at every level below the price, and sells what it bought one level higher: one order a level at most. */
export const grid = defineStrategy({
  name: 'grid',
  version: 1,
  params: PARAMS,
  state: ({ levels }): GridState => ({ held: Array.from({ length: levels }, () => '0'), counted: {}, pairs: 0 }),
  indicators: (): GridMemo => ({ prices: [], above: 0, upTo: 0, retryAt: 0 }),
  subscriptions: (params) => [{ ...marketOf(params), channel: 'ticker', conflate: 'latest' }],
  hooks: {
    start(ctx) {
      const { levels } = ctx.params
      const { tickSize } = ctx.instrument()
      ctx.indicators.prices = gridLevels(ctx.params, tickSize)
      if (ctx.state.ending !== undefined) return end(ctx, ctx.state.ending)
      const distinct = ctx.indicators.prices.length
      if (distinct < levels) return end(ctx, `${levels} levels are ${distinct} on a tick of ${tickSize}: use fewer`)
      return arrange(ctx)
    },
    ticker(ctx, { last }) {
      const { above, retryAt, upTo } = ctx.indicators
      const { stopAbove = Number.POSITIVE_INFINITY, stopBelow = 0 } = ctx.params
      if (ctx.state.ending !== undefined) return undefined
      if (last <= Number(stopBelow)) return end(ctx, `price ${last} is at or below the stop at ${stopBelow}`)
      if (last >= Number(stopAbove)) return end(ctx, `price ${last} is at or above the stop at ${stopAbove}`)
      return last > above && last <= upTo && ctx.now < retryAt ? undefined : arrange(ctx)
    },
    fill(ctx, fill) {
      keepAccount(ctx, fill)
      return arrange(ctx)
    },
    order(ctx, order) {
      if (ctx.state.ending !== undefined) return finish(ctx)
      if (!hasEnded(order)) return undefined
      if (order.status === 'filled') return arrange(ctx)
      ctx.indicators.retryAt = Math.min(ctx.indicators.retryAt, ctx.now + RETRY_MS)
      return undefined
    },
    position: (ctx) => closeLate(ctx),
  },
})

/** Every order that is missing. The same grid and the same orders give the same answer, also after a restart. */
function arrange(ctx: GridContext): readonly Intent[] {
  const price = ctx.price()
  const { indicators, state } = ctx
  if (price === undefined || state.ending !== undefined) return []
  const below = indicators.prices.filter((level) => Number(level) < price)
  indicators.above = Number(below.at(-1) ?? 0)
  indicators.upTo = Number(indicators.prices[below.length] ?? Number.POSITIVE_INFINITY)
  indicators.retryAt = Number.POSITIVE_INFINITY
  return indicators.prices.flatMap(
    (_, level) => sellAt(ctx, level) ?? (level < below.length ? buyAt(ctx, level) : undefined) ?? [],
  )
}

const isQuiet = (ctx: GridContext, level: number): boolean =>
  working(ctx, refOf(level)) === undefined && isCounted(ctx, refOf(level))

const isWorking = (ctx: GridContext, level: number, side: Side): boolean => working(ctx, refOf(level))?.side === side

function sellAt(ctx: GridContext, level: number): PlaceIntent | undefined {
  const price = ctx.indicators.prices[level]
  const bought = level - 1
  if (price === undefined || sellable(ctx, bought).isZero() || !isQuiet(ctx, level)) return undefined
  if (isWorking(ctx, bought, 'buy') || !isCounted(ctx, refOf(bought))) return undefined
  const amount = toDecimal(sellable(ctx, bought))
  const because = `${amount} was bought at ${ctx.indicators.prices[bought]}`
  return { kind: 'place', ref: refOf(level), side: 'sell', type: 'limit', amount, price, reduceOnly: true, because }
}

function buyAt(ctx: GridContext, level: number): PlaceIntent | undefined {
  const price = ctx.indicators.prices[level]
  const isTop = level === ctx.indicators.prices.length - 1
  if (price === undefined || isTop || !sellable(ctx, level).isZero()) return undefined
  if (!isQuiet(ctx, level) || isWorking(ctx, level + 1, 'sell')) return undefined
  const { amount } = ctx.params
  const because = `level ${level} is below the price ${ctx.price()}`
  return { kind: 'place', ref: refOf(level), side: 'buy', type: 'limit', amount, price, postOnly: true, because }
}
