import type { Side } from '@md/types'
import { ATR } from 'trading-signals'
import type { z } from 'zod'
import { type Exact, exact, toDecimal } from '../../decimal/exact.ts'
import { perClosedCandle } from '../../indicators/candle-signal.ts'
import { stable } from '../../indicators/stable.ts'
import type { BotContext } from '../../strategy/context.ts'
import { defineStrategy } from '../../strategy/define-strategy.ts'
import type { Intent } from '../../strategy/intent.ts'
import { type CountedFills, countFill, isCounted } from '../parts/counted-fills.ts'
import { marketOf } from '../parts/fields.ts'
import { tradable } from '../parts/holding.ts'
import { cancelAll, working } from '../parts/own-orders.ts'
import { PARAMS } from './params.ts'
import { fullness, quotesAround } from './quotes.ts'

const SIDES = ['buy', 'sell'] as const

interface MakerState {
  /** The price each quote was last asked for. */
  readonly asked: { buy?: number; sell?: number }
  /** Engine time before which nothing is quoted, ms. */
  notBefore: number
  readonly counted: CountedFills
}

interface MakerMemo {
  /** What is not connected; quotes stay away until it is. */
  readonly down: Set<string>
  readonly add: ReturnType<typeof perClosedCandle<number>>['add']
  /** Average true range over the price; a fraction. */
  latest: number | undefined
}

type MakerContext = BotContext<z.infer<typeof PARAMS>, MakerState, MakerMemo>

/** Quotes both sides of a verified book, lower the more it holds, and takes its quotes back when the book is not live. */
export const marketMaking = defineStrategy({
  name: 'market-making',
  version: 1,
  params: PARAMS,
  state: (): MakerState => ({ asked: {}, notBefore: 0, counted: {} }),
  indicators({ volatility }): MakerMemo {
    const range = new ATR(volatility?.period ?? 1)
    const relative = perClosedCandle((candle) => {
      const value = stable(range, candle)
      return value === undefined ? undefined : value / candle.close
    })
    return { ...relative, latest: undefined, down: new Set() }
  },
  subscriptions: ({ volatility, ...params }) => [
    { ...marketOf(params), channel: 'orderbook', conflate: 'latest' },
    ...(volatility ? [{ ...marketOf(params), channel: 'candles', interval: volatility.interval } as const] : []),
  ],
  warmup: ({ volatility, ...params }) =>
    volatility ? [{ ...marketOf(params), interval: volatility.interval, count: 10 * volatility.period }] : [],
  hooks: {
    book: (ctx) => quote(ctx),
    candle(ctx, candle) {
      ctx.indicators.latest = ctx.indicators.add(candle) ?? ctx.indicators.latest
      return undefined
    },
    fill(ctx, fill) {
      countFill(ctx, SIDES, fill)
      return quote(ctx)
    },
    order(ctx, order) {
      if (isSide(order.ref) && !working(ctx, order.ref)) delete ctx.state.asked[order.ref]
      if (order.status === 'refused' || order.status === 'rejected') ctx.state.notBefore = ctx.now + ctx.params.pauseMs
      return quote(ctx)
    },
    connectivity(ctx, { connected, reason, source }) {
      const { down } = ctx.indicators
      if (connected) down.delete(source)
      else down.add(source)
      return connected ? undefined : cancelAll(ctx, '', reason)
    },
  },
})

const isSide = (ref: string): ref is Side => ref === 'buy' || ref === 'sell'

function spreadOf({ indicators, params }: MakerContext): number | undefined {
  const { spread, volatility } = params
  if (volatility === undefined) return spread
  return indicators.latest === undefined ? undefined : Math.max(spread, volatility.multiplier * indicators.latest)
}

function quote(ctx: MakerContext): readonly Intent[] {
  const book = ctx.book()
  if (book?.status !== 'live') return cancelAll(ctx, '', `the book is ${book?.status ?? 'not there yet'}`)
  const { maxInventory, minInventory: least, skew, targetInventory: target } = ctx.params
  const spread = spreadOf(ctx)
  if (spread === undefined || ctx.indicators.down.size > 0 || ctx.now < ctx.state.notBefore) return []
  if (!SIDES.every((ref) => isCounted(ctx, ref))) return []
  const [bestBid, bestAsk, tick] = [book.bids.price(0), book.asks.price(0), Number(ctx.instrument().tickSize)]
  const inventory = fullness(ctx.position().size, { least, most: Number(maxInventory), target })
  const quotes = quotesAround({ bestBid, bestAsk, inventory, skew, spread, tick })
  if (quotes === undefined) return cancelAll(ctx, '', `nothing can be quoted between ${bestBid} and ${bestAsk}`)
  const because = `middle of ${bestBid} and ${bestAsk}, spread ${spread}, inventory ${inventory}`
  return [...move(ctx, 'buy', quotes.bid, because), ...move(ctx, 'sell', quotes.ask, because)]
}

/** A quote is moved without another amount, so that whatever is filled meanwhile stays within the inventory's bounds. */
function move(ctx: MakerContext, side: Side, price: number, because: string): readonly Intent[] {
  const order = working(ctx, side)
  const asked = ctx.state.asked[side] ?? Number(order?.price)
  const isClose = Math.abs(price - asked) < ctx.params.minChange * price
  if ((order && isClose) || wouldMeet(ctx, side, price)) return []
  if (order) {
    ctx.state.asked[side] = price
    return [{ kind: 'replace', ref: side, price, because }]
  }
  const amount = tradable(roomFor(ctx, side), exact(price), ctx.instrument())
  if (amount.isZero()) return []
  ctx.state.asked[side] = price
  return [{ kind: 'place', ref: side, side, type: 'limit', amount: toDecimal(amount), price, postOnly: true, because }]
}

/** Whether the other quote, where it stands or is going, is in the way: it has to move first. */
function wouldMeet(ctx: MakerContext, side: Side, price: number): boolean {
  const other = side === 'buy' ? 'sell' : 'buy'
  const order = working(ctx, other)
  if (order === undefined) return false
  const places = [Number(order.price), ctx.state.asked[other] ?? Number(order.price)]
  return side === 'buy' ? price >= Math.min(...places) : price <= Math.max(...places)
}

function roomFor(ctx: MakerContext, side: Side): Exact {
  const { amount, maxInventory, minInventory } = ctx.params
  const held = exact(ctx.position().amount)
  const room = side === 'buy' ? exact(maxInventory).minus(held) : held.minus(exact(minInventory))
  return room.lt(exact(amount)) ? room : exact(amount)
}
