import type { z } from 'zod'
import { exact, toDecimal } from '../../decimal/exact.ts'
import { passiveTo } from '../../decimal/steps.ts'
import type { OrderView } from '../../orders/order.ts'
import type { BotContext } from '../../strategy/context.ts'
import { defineStrategy } from '../../strategy/define-strategy.ts'
import type { Intent } from '../../strategy/intent.ts'
import { type CountedFills, countFill, isCounted } from '../parts/counted-fills.ts'
import { marketOf } from '../parts/fields.ts'
import { holds, tradable } from '../parts/holding.ts'
import { cancelAll, hasEnded, working } from '../parts/own-orders.ts'
import { ladder, rungAt } from './ladder.ts'
import { PARAMS } from './params.ts'

const RETRY_MS = 5_000
const BASE = 'dca/base'
const PROFIT = 'dca/profit'

interface DcaState {
  phase: 'idle' | 'entering' | 'holding' | 'clearing'
  /** Engine time before which no cycle begins, ms. */
  notBefore: number
  /** What the sale was last asked for, so that it is moved only when that changes. */
  sale?: { readonly amount: string; readonly price: string }
  /** Safety orders of the cycle that were not taken, by number, and the average entry that they are measured from. */
  missing?: { readonly entry: string; readonly rungs: readonly number[] }
  cycles: number
  counted: CountedFills
}

type DcaContext = BotContext<z.infer<typeof PARAMS>, DcaState>

/** Buys, buys more at fixed distances below, and sells everything at a gain over the average price. */
export const dca = defineStrategy({
  name: 'dca',
  version: 1,
  params: PARAMS,
  state: (): DcaState => ({ phase: 'idle', notBefore: 0, cycles: 0, counted: {} }),
  subscriptions: (params) => [{ ...marketOf(params), channel: 'ticker', conflate: 'latest' }],
  hooks: {
    start: (ctx) => proceed(ctx),
    ticker(ctx) {
      const { notBefore, phase, sale } = ctx.state
      const waits = ctx.now < notBefore || (phase === 'holding' && sale !== undefined)
      return waits ? undefined : proceed(ctx)
    },
    fill(ctx, fill) {
      countFill(ctx, namesOf(ctx), fill)
      return proceed(ctx)
    },
    order(ctx, order) {
      if (!hasEnded(order)) return undefined
      const isLost = order.status !== 'filled' && (order.ref === BASE || order.ref === PROFIT)
      if (isLost) ctx.state.notBefore = Math.max(ctx.state.notBefore, ctx.now + RETRY_MS)
      if (order.ref === PROFIT) delete ctx.state.sale
      return [...rememberMissing(ctx, order), ...proceed(ctx)]
    },
    timer: (ctx) => (ctx.state.phase === 'holding' && holds(ctx) ? placeMissing(ctx) : []),
    position: (ctx) => proceed(ctx),
  },
})

const safetyRef = (i: number): string => `dca/safety/${i + 1}`

const namesOf = ({ params }: DcaContext): readonly string[] => [
  BASE,
  PROFIT,
  ...Array.from({ length: params.safety.count }, (_, i) => safetyRef(i)),
]

const PHASES: Readonly<Record<DcaState['phase'], (ctx: DcaContext) => readonly Intent[]>> = {
  idle: begin,
  entering: awaitEntry,
  holding: keepSale,
  clearing: awaitClear,
}

/** Nothing is decided between what an order is said to have done and the fills that show it. */
function proceed(ctx: DcaContext): readonly Intent[] {
  return namesOf(ctx).every((ref) => isCounted(ctx, ref)) ? PHASES[ctx.state.phase](ctx) : []
}

function begin(ctx: DcaContext): readonly Intent[] {
  if (holds(ctx)) return resume(ctx)
  const price = ctx.price()
  if (price === undefined || ctx.now < ctx.state.notBefore) return []
  if (ctx.state.cycles > 0 && !ctx.params.repeat) return [{ kind: 'stop', because: 'its one cycle is done' }]
  const { base, barriers, slippage } = ctx.params
  const rung = rungAt(exact(price).mul(exact(slippage).plus(1)), exact(base), ctx.instrument())
  if (rung === undefined) return later(ctx, `${base} buys less than the venue takes at ${price}`)
  ctx.state.phase = 'entering'
  const because = `cycle ${ctx.state.cycles + 1} begins at ${price}`
  const guard: readonly Intent[] = barriers === undefined ? [] : [{ kind: 'protect', barriers }]
  const buy = { kind: 'place', ref: BASE, side: 'buy', type: 'limit', timeInForce: 'IOC', ...rung, because } as const
  return [...guard, buy]
}

function later(ctx: DcaContext, message: string): readonly Intent[] {
  ctx.state.notBefore = ctx.now + RETRY_MS
  return [{ kind: 'note', message }]
}

function awaitEntry(ctx: DcaContext): readonly Intent[] {
  if (working(ctx, BASE)) return []
  if (!holds(ctx)) {
    ctx.state.phase = 'idle'
    ctx.state.notBefore = ctx.now + RETRY_MS
    return []
  }
  ctx.state.phase = 'holding'
  const rungs = Array.from({ length: ctx.params.safety.count }, (_, i) => i)
  ctx.state.missing = { entry: ctx.position().averageEntry, rungs }
  return [...placeMissing(ctx), ...keepSale(ctx)]
}

function placeMissing(ctx: DcaContext): readonly Intent[] {
  const { entry = '', rungs = [] } = ctx.state.missing ?? {}
  if (rungs.length === 0) return []
  ctx.state.missing = { entry, rungs: [] }
  const prices = ladder(entry, ctx.params.safety, ctx.instrument())
  return rungs.flatMap((i): readonly Intent[] => {
    const rung = prices[i]
    const because = `safety order ${i + 1} below the entry at ${entry}`
    return rung === undefined
      ? []
      : [{ kind: 'place', ref: safetyRef(i), side: 'buy', type: 'limit', ...rung, because }]
  })
}

/** A book that was not live for a moment must not cost the cycle its safety orders. */
function rememberMissing({ params, state }: DcaContext, { ref, status }: OrderView): readonly Intent[] {
  const rung = Array.from({ length: params.safety.count }, (_, i) => safetyRef(i)).indexOf(ref)
  if (rung < 0 || state.missing === undefined || (status !== 'refused' && status !== 'rejected')) return []
  state.missing = { ...state.missing, rungs: [...state.missing.rungs, rung] }
  return [{ kind: 'timer', name: 'safety', afterMs: RETRY_MS }]
}

/** One sale of everything at the gain over the average price, moved whenever that changes. */
function keepSale(ctx: DcaContext): readonly Intent[] {
  if (!holds(ctx)) return clear(ctx)
  const { amount, averageEntry } = ctx.position()
  const { params, state } = ctx
  const instrument = ctx.instrument()
  const target = passiveTo(exact(averageEntry).mul(exact(params.takeProfit).plus(1)), instrument.tickSize, 'sell')
  const sale = { amount: toDecimal(tradable(exact(amount), target, instrument)), price: toDecimal(target) }
  const because = `everything at ${params.takeProfit} over the average of ${averageEntry}`
  const before = state.sale
  const order = working(ctx, PROFIT)
  const stands =
    order !== undefined && order.price === sale.price && exact(order.amount).minus(order.filled).eq(sale.amount)
  const isAsked = before?.amount === sale.amount && before.price === sale.price
  if (isAsked || (before === undefined && !order && ctx.now < state.notBefore)) return []
  state.sale = sale
  if (stands) return []
  if (order) {
    const whole = toDecimal(exact(sale.amount).plus(order.filled))
    return [{ kind: 'replace', ref: PROFIT, amount: whole, price: sale.price, because }]
  }
  return [{ kind: 'place', ref: PROFIT, side: 'sell', type: 'limit', reduceOnly: true, ...sale, because }]
}

function clear(ctx: DcaContext): readonly Intent[] {
  ctx.state.phase = 'clearing'
  delete ctx.state.sale
  delete ctx.state.missing
  return [...cancelAll(ctx, 'dca/', 'the position is closed'), ...awaitClear(ctx)]
}

function awaitClear(ctx: DcaContext): readonly Intent[] {
  if (namesOf(ctx).some((ref) => working(ctx, ref))) return []
  if (holds(ctx)) return resume(ctx)
  ctx.state.phase = 'idle'
  ctx.state.cycles += 1
  ctx.state.notBefore = ctx.now + ctx.params.pauseMs
  return []
}

/** A safety order that was filled while it was being cancelled, or later, is sold like the others. */
function resume(ctx: DcaContext): readonly Intent[] {
  ctx.state.phase = 'holding'
  ctx.state.notBefore = ctx.now
  return keepSale(ctx)
}
