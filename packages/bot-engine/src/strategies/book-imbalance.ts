import type { BookSide } from '@md/types'
import { z } from 'zod'
import { defineStrategy } from '../strategy/define-strategy.ts'
import { BARRIERS, count, fraction, MARKET, marketOf, milliseconds, quantity } from './parts/fields.ts'
import { enter, followStance, leave, type Stance } from './parts/long-or-flat.ts'

interface ImbalanceState extends Stance {
  /** Engine time since when bids have outweighed asks as much as asked for; ms. */
  since?: number
  /** Engine time before which nothing is bought, ms. */
  notBefore: number
}

/** Buys when the best bids outweigh the best asks for a while, and sells when the asks outweigh the bids. */
export const bookImbalance = defineStrategy({
  name: 'book-imbalance',
  version: 1,
  params: z
    .strictObject({
      ...MARKET,
      levels: count('best levels of each side that are weighed', 1, 100).default(5),
      enterAbove: z.number().gt(0).lt(1).default(0.6).describe('bids less asks, over their sum; -1 to 1'),
      leaveBelow: z.number().gt(-1).lt(1).default(-0.2).describe('bids less asks, over their sum; -1 to 1'),
      forMs: milliseconds('how long it has to last').default(500),
      pauseMs: milliseconds('between purchases').default(10_000),
      maxSpread: fraction('distance of best bid and ask above which nothing is bought').default(0.001),
      amount: quantity('bought on each signal, base currency'),
      barriers: BARRIERS.exactOptional(),
    })
    .refine(({ enterAbove, leaveBelow }) => leaveBelow < enterAbove, {
      path: ['leaveBelow'],
      error: 'leaveBelow must be below enterAbove',
    }),
  state: (): ImbalanceState => ({ wants: 'flat', notBefore: 0 }),
  subscriptions: ({ levels, ...market }) => [
    { ...marketOf(market), channel: 'orderbook', depth: levels, conflate: 'latest' },
  ],
  hooks: {
    ...followStance,
    book(ctx, { asks, bids, status }) {
      const { enterAbove, forMs, leaveBelow, levels, maxSpread, pauseMs } = ctx.params
      const weight = imbalance(bids, asks, levels)
      const isTight = asks.price(0) / bids.price(0) - 1 <= maxSpread
      if (status !== 'live' || Number.isNaN(weight)) return forget(ctx.state)
      if (weight < enterAbove || !isTight) forget(ctx.state)
      if (weight < leaveBelow && ctx.state.wants === 'long')
        return leave(ctx, `asks outweigh bids: ${weight} over ${levels} levels`)
      if (weight < enterAbove || !isTight) return undefined
      ctx.state.since ??= ctx.now
      if (ctx.now - ctx.state.since < forMs || ctx.now < ctx.state.notBefore) return undefined
      ctx.state.notBefore = ctx.now + pauseMs
      return enter(ctx, `bids outweigh asks: ${weight} over ${levels} levels for ${ctx.now - ctx.state.since} ms`)
    },
  },
})

function forget(state: ImbalanceState): undefined {
  delete state.since
}

/** -1: asks alone, 0: even, 1: bids alone. NaN: an empty book. */
function imbalance(bids: BookSide, asks: BookSide, levels: number): number {
  const [bid, ask] = [weightOf(bids, levels), weightOf(asks, levels)]
  return (bid - ask) / (bid + ask)
}

function weightOf(side: BookSide, levels: number): number {
  let weight = 0
  for (let i = 0; i < levels && i < side.size; i++) weight += side.amount(i)
  return weight
}
