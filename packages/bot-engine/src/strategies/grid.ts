import type { Decimal, Fill, Side } from '@md/types'
import { z } from 'zod'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { BotContext } from '../strategy/context.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import type { Intent, PlaceIntent } from '../strategy/intent.ts'
import { type CountedFills, countFill, isCounted } from './counted-fills.ts'
import { type Ending, end, finish } from './ending.ts'
import { count, MARKET, marketOf, quantity } from './fields.ts'
import { gridLevels } from './grid-levels.ts'
import { tradable } from './holding.ts'
import { hasEnded, working } from './own-orders.ts'

/** After a refusal, or an order that ended before it was filled. */
const RETRY_MS = 5_000

const PARAMS = z
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

interface GridState extends Ending {
  /** Base currency bought at each level and not sold yet. */
  readonly held: Decimal[]
  readonly counted: CountedFills
  /** Purchases that were sold one level up. */
  pairs: number
}

/** Until the price leaves these bounds or the time comes there is nothing to do. */
interface GridMemo {
  prices: readonly Decimal[]
  above: number
  upTo: number
  retryAt: number
}

type GridContext = BotContext<z.infer<typeof PARAMS>, GridState, GridMemo>

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
    position: (ctx) => finish(ctx),
  },
})

const refOf = (level: number): string => `grid/${level}`

/** Which level's order was filled. One that has been followed by another of its name is told by its price. */
function levelOf(ctx: GridContext, fill: Fill): number | undefined {
  const { prices } = ctx.indicators
  const refs = prices.map((_, level) => refOf(level))
  const ref = countFill(ctx, refs, fill)
  const level = ref === undefined ? prices.indexOf(fill.price) : refs.indexOf(ref)
  return level < 0 ? undefined : level
}

function keepAccount(ctx: GridContext, fill: Fill): void {
  const { amount, fee, feeAsset, side } = fill
  const level = levelOf(ctx, fill)
  const paid = feeAsset === ctx.instrument().base ? exact(fee) : ZERO
  if (side === 'buy') return put(ctx, level ?? 0, exact(amount).minus(paid))
  if (level === undefined || level === 0) return takeFromTop(ctx, exact(amount).plus(paid))
  put(ctx, level - 1, exact(amount).plus(paid).neg())
  if (!canSell(ctx, level - 1)) ctx.state.pairs += 1
}

function put(ctx: GridContext, level: number, change: Exact): void {
  const { held } = ctx.state
  const now = exact(held[level] ?? '0').plus(change)
  held[level] = now.isNegative() ? '0' : toDecimal(now)
}

/** What was sold by somebody else: a barrier, a command, the end. */
function takeFromTop(ctx: GridContext, amount: Exact): void {
  let left = amount
  for (let level = ctx.state.held.length - 1; level >= 0 && left.gt(0); level--) {
    const here = exact(ctx.state.held[level] ?? '0')
    put(ctx, level, left.neg())
    left = left.minus(here)
  }
}

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

const canSell = (ctx: GridContext, level: number): boolean => !sellable(ctx, level).isZero()

const sellable = (ctx: GridContext, level: number) =>
  tradable(exact(ctx.state.held[level] ?? '0'), exact(ctx.indicators.prices[level + 1] ?? '0'), ctx.instrument())

function sellAt(ctx: GridContext, level: number): PlaceIntent | undefined {
  const price = ctx.indicators.prices[level]
  const bought = level - 1
  if (price === undefined || !canSell(ctx, bought) || !isQuiet(ctx, level)) return undefined
  if (isWorking(ctx, bought, 'buy') || !isCounted(ctx, refOf(bought))) return undefined
  const amount = toDecimal(sellable(ctx, bought))
  const because = `${amount} was bought at ${ctx.indicators.prices[bought]}`
  return { kind: 'place', ref: refOf(level), side: 'sell', type: 'limit', amount, price, reduceOnly: true, because }
}

function buyAt(ctx: GridContext, level: number): PlaceIntent | undefined {
  const price = ctx.indicators.prices[level]
  const isTop = level === ctx.indicators.prices.length - 1
  if (price === undefined || isTop || canSell(ctx, level)) return undefined
  if (!isQuiet(ctx, level) || isWorking(ctx, level + 1, 'sell')) return undefined
  const { amount } = ctx.params
  const because = `level ${level} is below the price ${ctx.price()}`
  return { kind: 'place', ref: refOf(level), side: 'buy', type: 'limit', amount, price, postOnly: true, because }
}
