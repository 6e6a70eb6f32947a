import type { Market, Side } from '@md/types'
import { z } from 'zod'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { BotContext } from '../strategy/context.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import type { Intent, PlaceIntent } from '../strategy/intent.ts'
import { commonAmount, comparable, edgeOf, type Leg } from './arbitrage-legs.ts'
import { type CountedFills, countFill, isCounted } from './counted-fills.ts'
import { MARKET, marketOf, milliseconds, quantity } from './fields.ts'
import { tradable } from './holding.ts'
import { hasEnded, working } from './own-orders.ts'

const REFS = ['buy', 'sell', 'even'] as const
const RETRY_MS = 1_000

const LEG = z.strictObject({
  ...MARKET,
  fee: z.number().min(0).lt(1).describe('what a taker pays there; a fraction, 0.001 is 0.1 %'),
})

const PARAMS = z
  .strictObject({
    first: LEG,
    second: LEG,
    amount: quantity('most that is bought and sold at once, base currency'),
    maxPosition: quantity('most that is held long or short on either side, base currency'),
    minEdge: z.number().gt(-1).describe('least gain after both fees; a fraction'),
    maxAgeMs: milliseconds('age of a book above which it is not used').default(1_000),
    maxSkewMs: milliseconds('difference of age of the two books above which they are not compared').default(500),
    pauseMs: milliseconds('after each trade').default(1_000),
  })
  .refine(({ first, second }) => first.exchange !== second.exchange || first.symbol !== second.symbol, {
    path: ['second'],
    error: 'first and second must be two markets',
  })
  .refine(({ first, second }) => baseOf(first) === baseOf(second), {
    path: ['second', 'symbol'],
    error: 'both markets must have the same base currency',
  })
  .refine(({ amount, maxPosition }) => Number(amount) <= Number(maxPosition), {
    path: ['amount'],
    error: 'amount must not be above maxPosition',
  })

interface ArbitrageState {
  /** Engine time before which nothing is done, ms. */
  notBefore: number
  /** An order that evens the legs is on its way. */
  evens: boolean
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
      return look(ctx)
    },
    book: (ctx) => look(ctx),
    fill(ctx, fill) {
      countFill(ctx, REFS, fill)
      return even(ctx)
    },
    order(ctx, order) {
      if (!hasEnded(order)) return undefined
      if (order.ref === 'even') ctx.state.evens = false
      if (order.ref !== 'even' || order.status === 'filled') return even(ctx)
      ctx.state.notBefore = ctx.now + RETRY_MS
      return { kind: 'timer', name: 'even', afterMs: RETRY_MS }
    },
    timer: (ctx) => even(ctx),
  },
})

const baseOf = ({ symbol }: Market): string | undefined => symbol.split('/')[0]

const isBusy = (ctx: ArbitrageContext): boolean =>
  ctx.now < ctx.state.notBefore || REFS.some((ref) => working(ctx, ref) !== undefined || !isCounted(ctx, ref))

function look(ctx: ArbitrageContext): readonly Intent[] {
  if (isBusy(ctx)) return []
  const uneven = even(ctx)
  if (uneven.length > 0) return uneven
  const { first, second } = ctx.params
  const [one, other] = [first, second].map((leg): Leg => ({ market: marketOf(leg), fee: leg.fee }))
  if (one === undefined || other === undefined) return []
  return trade(ctx, one, other) ?? trade(ctx, other, one) ?? []
}

function trade(ctx: ArbitrageContext, buy: Leg, sell: Leg): readonly Intent[] | undefined {
  const { amount, maxPosition, minEdge, pauseMs } = ctx.params
  const books = comparable(ctx, buy.market, sell.market, ctx.params)
  if (books === undefined) return undefined
  const [ask, bid] = [books[0].asks.price(0), books[1].bids.price(0)]
  const edge = edgeOf(ask, buy.fee, bid, sell.fee)
  if (!(edge >= minEdge)) return undefined
  const room = smallest(
    exact(amount),
    roomOf(ctx, buy.market, maxPosition, 1),
    roomOf(ctx, sell.market, maxPosition, -1),
  )
  const common = commonAmount(ctx, room, [buy.market, books[0]], [sell.market, books[1]])
  if (common.isZero()) return undefined
  ctx.state.notBefore = ctx.now + pauseMs
  const because = `buying at ${ask} and selling at ${bid} earns ${edge} after fees`
  return [leg('buy', buy.market, common, ask, because), leg('sell', sell.market, common, bid, because)]
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
