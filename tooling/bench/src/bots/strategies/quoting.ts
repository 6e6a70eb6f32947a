import { type AnyStrategy, type BotContext, defineStrategy, type Intent } from '@md/bot-engine'
import type { OrderBook, Side } from '@md/types'
import { z } from 'zod'

interface Params {
  readonly exchange: 'binance'
  readonly symbol: string
  readonly amount: string
  readonly every: number
}

interface State {
  changes: number
  orders: number
}

/** Looks at every change of a book; now and then it buys at the best bid, or sells what it has at the best ask. */
export const quoting = (): AnyStrategy =>
  defineStrategy<Params, State>({
    name: 'quoting',
    version: 1,
    params: z.strictObject({
      exchange: z.literal('binance'),
      symbol: z.string(),
      amount: z.string(),
      every: z.int().positive(),
    }),
    state: () => ({ changes: 0, orders: 0 }),
    subscriptions: ({ exchange, symbol }) => [
      { exchange, symbol, channel: 'orderbook' },
      { exchange, symbol, channel: 'trades' },
    ],
    hooks: {
      book(ctx, book) {
        ctx.state.changes += 1
        return ctx.state.changes % ctx.params.every === 0 ? quote(ctx, book) : undefined
      },
    },
  }) as unknown as AnyStrategy

function quote(ctx: BotContext<Params, State>, { asks, bids }: OrderBook): readonly Intent[] {
  const because = `the best are ${bids.price(0)} and ${asks.price(0)}`
  const cancels = ctx.openOrders().map(({ ref }): Intent => ({ kind: 'cancel', ref, because }))
  if (cancels.length > 0) return cancels
  ctx.state.orders += 1
  const held = ctx.position()
  const side: Side = held.size > 0 ? 'sell' : 'buy'
  // Of what was bought the fee is gone.
  const amount = held.size > 0 ? held.amount : ctx.params.amount
  const price = side === 'buy' ? bids.price(0) : asks.price(0)
  const ref = `${side}/${ctx.state.orders}`
  return [{ kind: 'place', ref, side, type: 'limit', price, amount, because }]
}
