import { type AnyStrategy, type BotSubscription, defineStrategy } from '@md/bot-engine'
import { bookImbalance } from '@md/bot-engine/strategies'
import { strategyExamples } from '@md/bot-engine/testing'
import { SYMBOL } from './seeded-market.ts'

const MARKET = { exchange: 'binance', symbol: SYMBOL } as const

/** Parameters with which every strategy that ships acts in the seeded market, whose prices stray some percent from 100. */
export const PARAMS: Readonly<Record<string, object>> = {
  ...strategyExamples,
  dca: { ...strategyExamples['dca'], safety: { spend: '50', count: 3, step: 0.01, spendScale: 1.5 }, takeProfit: 0.01 },
  grid: { ...strategyExamples['grid'], levels: 21 },
  guard: { ...strategyExamples['guard'], barriers: { trailing: { activation: 0, distance: 0.02 } } },
  'market-making': { ...strategyExamples['market-making'], spread: 0.002, minInventory: 0 },
  twap: { ...strategyExamples['twap'], side: 'buy' },
}

/** Hears less than there is, each channel in its own way, and deals with what it hears. */
export const conflatedBy = (book: NonNullable<BotSubscription['conflate']>): AnyStrategy =>
  defineStrategy<unknown, { books: number; checksum: number }>({
    name: `conflated-${typeof book === 'string' ? book : 'throttled'}`,
    version: 1,
    params: bookImbalance.params,
    state: () => ({ books: 0, checksum: 0 }),
    subscriptions: () => [
      { ...MARKET, channel: 'ticker', conflate: { throttleMs: 3_000 } },
      { ...MARKET, channel: 'orderbook', conflate: book },
      { ...MARKET, channel: 'trades', conflate: 'latest' },
    ],
    hooks: {
      book(ctx, { asks, bids, sequence }) {
        const { state } = ctx
        state.books += 1
        for (const [price, amount] of [...bids, ...asks]) state.checksum = (state.checksum * 31 + price * amount) % 1e9
        state.checksum += sequence
        if (state.books % 5 !== 0 || ctx.openOrders().length > 0) return undefined
        const { size } = ctx.position()
        const order = { kind: 'place', ref: `b${state.books}`, type: 'limit', because: 'a fifth book' } as const
        if (size > 0.01) return { ...order, side: 'sell', price: asks.price(1), amount: size }
        return { ...order, side: 'buy', price: bids.price(1), amount: 0.5 }
      },
      ticker: (ctx) =>
        ctx.openOrders().map(({ ref }) => ({ kind: 'cancel', ref, because: 'a ticker has come' }) as const),
    },
  }) as AnyStrategy
