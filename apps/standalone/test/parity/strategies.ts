import { type AnyStrategy, type BotSubscription, defineStrategy } from '@md/bot-engine'
import { bookImbalance } from '@md/bot-engine/strategies'
import { SYMBOL } from './seeded-market.ts'

const MARKET = { exchange: 'binance', symbol: SYMBOL } as const
const CANDLES = { ...MARKET, interval: '1m', amount: '0.5' } as const

/** Parameters with which every strategy that ships acts on prices around 100. */
export const PARAMS: Readonly<Record<string, object>> = {
  arbitrage: {
    first: { ...MARKET, fee: 0.001 },
    second: { exchange: 'kraken', symbol: SYMBOL, fee: 0.001 },
    amount: 1,
    maxPosition: 3,
    minEdge: 0.001,
  },
  'book-imbalance': { ...MARKET, amount: 1, forMs: 0, pauseMs: 0, maxSpread: 0.5, enterAbove: 0.2 },
  dca: {
    ...MARKET,
    base: 100,
    safety: { spend: '50', count: 3, step: 0.01, spendScale: 1.5 },
    takeProfit: 0.01,
    maxSpend: 400,
    pauseMs: 0,
    barriers: { stopLoss: 0.3 },
  },
  grid: { ...MARKET, lower: 80, upper: '120', levels: 21, amount: 1, spacing: 'geometric' },
  guard: { ...MARKET, amount: 1, entry: 100, barriers: { trailing: { activation: 0, distance: 0.02 } } },
  'ma-cross': { ...CANDLES, average: 'sma', fast: 2, slow: 4, barriers: { stopLoss: 0.05 } },
  'macd-bollinger': { ...CANDLES, fast: 2, slow: 4, signal: 2, period: 4, deviations: 1 },
  'market-making': { ...MARKET, amount: '1', spread: 0.002, maxInventory: '4', minInventory: 0 },
  rsi: { ...CANDLES, period: 3, oversold: 40, overbought: 60 },
  supertrend: { ...CANDLES, period: 3, multiplier: 1 },
  twap: { ...MARKET, side: 'buy', amount: 2, overMs: 60_000, slices: 5 },
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
