import type { Market, Side } from '@md/types'
import type { z } from 'zod'
import { type Exact, exact, toDecimal, ZERO } from '../../decimal/exact.ts'
import type { OrderView } from '../../orders/order.ts'
import type { BotContext } from '../../strategy/context.ts'
import { defineStrategy } from '../../strategy/define-strategy.ts'
import type { Intent, PlaceIntent } from '../../strategy/intent.ts'
import { type CountedFills, countFill, isCounted } from '../parts/counted-fills.ts'
import { marketOf } from '../parts/fields.ts'
import { tradable } from '../parts/holding.ts'
import { hasEnded, working } from '../parts/own-orders.ts'
import { commonAmount, comparable, edgeOf, type Leg } from './legs.ts'
import { PARAMS } from './params.ts'

const REFS = ['buy', 'sell', 'even'] as const
const RETRY_MS = 1_000

/** The longest pause after legs that were not taken. */
const LONGEST_PAUSE_MS = 3_600_000

interface ArbitrageState {
  /** Engine time before which nothing is done, ms. */
  notBefore: number
  /** An order that evens the legs is on its way. */
  evens: boolean
  /** Trades in a row of which a leg was refused, each at the cost of evening the other; and whether the last was one. */
  refused?: { readonly inARow: number; readonly last: boolean }
  readonly counted: CountedFills
}

type ArbitrageContext = BotContext<z.infer<typeof PARAMS>, ArbitrageState>

/**
 * Buys on one venue and sells on the other, when the two verified books pay for both fees. What one leg lacks the other
 * gives back. Each side may become short, so the venues have to allow it: paper and backtest do.
 */
export const arbitrage = defineStrategy({
  name: 'arbitrage',
  version: 1,
  params: PARAMS,
  state: (): ArbitrageState => ({ notBefore: 0, evens: false, counted: {} }),
  subscriptions: ({ first, second }) =>
    [first, second].map((leg) => ({ ...marketOf(leg), channel: 'orderbook', conflate: 'latest' })),
  hooks: {
    start(ctx) {
      ctx.state.evens = working(ctx, 'even') !== undefined
      return even(ctx)
    },
    book: (ctx) => look(ctx),
    fill(ctx, fill) {
      countFill(ctx, REFS, fill)
      return even(ctx)
    },
    order(ctx, order) {
      if (!hasEnded(order)) return undefined
      if (order.ref === 'even') ctx.state.evens = false
      else if (NOT_TAKEN.has(order.status)) waitLonger(ctx)
      if (order.ref !== 'even' || order.status === 'filled') return even(ctx)
      ctx.state.notBefore = ctx.now + RETRY_MS
      return { kind: 'timer', name: 'even', afterMs: RETRY_MS }
    },
    timer: (ctx) => even(ctx),
  },
})

const NOT_TAKEN: ReadonlySet<string> = new Set<OrderView['status']>(['refused', 'rejected'])

/** What keeps a leg from being taken, a limit or a venue that allows no shorts, keeps the next one as well. */
function waitLonger({ now, params, state }: ArbitrageContext): void {
  const { inARow = 0, last = false } = state.refused ?? {}
  const refused = last ? inARow : inARow + 1
  state.refused = { inARow: refused, last: true }
  const pause = Math.max(params.pauseMs, RETRY_MS) * 2 ** Math.min(refused, 30)
  state.notBefore = now + Math.min(pause, LONGEST_PAUSE_MS)
}

const isBusy = (ctx: ArbitrageContext): boolean =>
  ctx.now < ctx.state.notBefore || REFS.some((ref) => working(ctx, ref) !== undefined || !isCounted(ctx, ref))

function look(ctx: ArbitrageContext): readonly Intent[] {
  if (isBusy(ctx)) return []
  const { first, second } = ctx.params
  return trade(ctx, first, second) ?? trade(ctx, second, first) ?? []
}

function trade(ctx: ArbitrageContext, buy: Leg, sell: Leg): readonly Intent[] | undefined {
  const { amount, maxPosition, minEdge, pauseMs } = ctx.params
  const books = comparable(ctx, buy, sell, ctx.params)
  if (books === undefined) return undefined
  const [ask, bid] = [books[0].asks.price(0), books[1].bids.price(0)]
  const edge = edgeOf(ask, buy.fee, bid, sell.fee)
  if (!(edge >= minEdge)) return undefined
  const room = smallest(exact(amount), roomOf(ctx, buy, maxPosition, 1), roomOf(ctx, sell, maxPosition, -1))
  const common = commonAmount(ctx, room, [buy, books[0]], [sell, books[1]])
  if (common.isZero()) return undefined
  ctx.state.notBefore = ctx.now + pauseMs
  ctx.state.refused = { inARow: ctx.state.refused?.last ? ctx.state.refused.inARow : 0, last: false }
  const because = `buying at ${ask} and selling at ${bid} earns ${edge} after fees`
  return [leg('buy', marketOf(buy), common, ask, because), leg('sell', marketOf(sell), common, bid, because)]
}

const leg = (side: Side, market: Market, amount: Exact, price: number, because: string): PlaceIntent => {
  const order = { kind: 'place', ref: side, side, type: 'limit', timeInForce: 'IOC' } as const
  return { ...order, market, amount: toDecimal(amount), price, because }
}

/** How much longer (or shorter) a position may become. */
const roomOf = (ctx: BotContext, market: Market, most: string | number, sign: 1 | -1): Exact =>
  exact(most).minus(exact(ctx.position(market).amount).mul(sign))

const smallest = (...values: readonly Exact[]): Exact =>
  values.reduce((least, value) => (value.lt(least) ? value : least), values[0] ?? ZERO)

/** Once both legs have ended: gives back what one of them has more than the other. */
function even(ctx: ArbitrageContext): readonly Intent[] {
  if (ctx.state.evens || REFS.some((ref) => working(ctx, ref) !== undefined || !isCounted(ctx, ref))) return []
  const net = ctx.markets.reduce((sum, market) => sum.plus(ctx.position(market).amount), ZERO)
  const market = ctx.markets.toSorted((a, b) => excess(ctx, b, net) - excess(ctx, a, net))[0] ?? ctx.market
  const price = ctx.price(market) ?? ctx.position(market).averageEntry
  const amount = tradable(net.abs(), exact(price), ctx.instrument(market))
  if (amount.isZero()) return []
  ctx.state.evens = true
  const side = net.isPositive() ? 'sell' : 'buy'
  const because = `the legs differ by ${toDecimal(net)}`
  const order = { kind: 'place', ref: 'even', side, type: 'market', reduceOnly: true } as const
  return [{ ...order, market, amount: toDecimal(amount), because }]
}

/** How far a position lies in the direction of what is too much. */
const excess = (ctx: BotContext, market: Market, net: Exact): number =>
  ctx.position(market).size * (net.isNegative() ? -1 : 1)
