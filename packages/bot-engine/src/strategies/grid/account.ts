import type { Fill } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../../decimal/exact.ts'
import { countFill } from '../parts/counted-fills.ts'
import { tradable } from '../parts/holding.ts'
import { type GridContext, refOf } from './grid-context.ts'

/**
 * Which level's order was filled. One that has been followed by another of its name is told by its price; an exit, which
 * takes what the market pays, may meet the price of a level and is none of them.
 */
function levelOf(ctx: GridContext, fill: Fill): number | undefined {
  const { prices } = ctx.indicators
  const refs = prices.map((_, level) => refOf(level))
  const ref = countFill(ctx, refs, fill)
  const byPrice = fill.liquidity === 'maker' ? prices.indexOf(fill.price) : -1
  const level = ref === undefined ? byPrice : refs.indexOf(ref)
  return level < 0 ? undefined : level
}

/** What each level holds after a fill. */
export function keepAccount(ctx: GridContext, fill: Fill): void {
  const { amount, fee, feeAsset, side } = fill
  const level = levelOf(ctx, fill)
  const paid = feeAsset === ctx.instrument().base ? exact(fee) : ZERO
  if (side === 'buy') put(ctx, level ?? 0, exact(amount).minus(paid))
  else if (level === undefined || level === 0) takeFromTop(ctx, exact(amount).plus(paid))
  else {
    put(ctx, level - 1, exact(amount).plus(paid).neg())
    if (sellable(ctx, level - 1).isZero()) ctx.state.pairs += 1
  }
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

/** What was bought at a level and can be sold one level up; zero for dust. */
export function sellable(ctx: GridContext, level: number): Exact {
  const held = ctx.state.held[level]
  const price = ctx.indicators.prices[level + 1]
  if (held === undefined || held === '0' || price === undefined) return ZERO
  return tradable(exact(held), exact(price), ctx.instrument())
}
