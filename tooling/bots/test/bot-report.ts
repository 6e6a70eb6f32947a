import type { BotReport } from '../src/report/bot-report.ts'

const MARKET = { exchange: 'kraken', symbol: 'BTC/USD' } as const

const COUNTERS = {
  hooks: 9,
  slowHooks: 0,
  refusals: 1,
  orders: 3,
  anomalies: 0,
  duplicateFills: 0,
  strays: 0,
  invalidPrices: 0,
  olderPrices: 0,
  dropped: 0,
}

export const aBotReport = (given: Partial<BotReport> = {}): BotReport => ({
  id: 'grid-a',
  strategy: 'grid',
  mode: 'paper',
  account: 'main',
  state: 'running',
  reason: undefined,
  trading: 'active',
  halted: undefined,
  profit: 12.5,
  markets: [{ ...MARKET, price: 64_000, priceAt: 1, bookStatus: 'live' }],
  positions: [
    {
      market: MARKET,
      amount: '0.01',
      size: 0.01,
      averageEntry: '63999.333333333333333333333333',
      realised: '5',
      openedAt: 1,
      unrealised: '7.5',
    },
  ],
  realised: '5',
  standing: { equity: 10_012.5, peakEquity: 10_012.5, dayStartEquity: 10_000, lossStreak: 0, lastLossAt: undefined },
  fees: {},
  openOrders: [],
  exits: {},
  circuit: undefined,
  lastRefusal: undefined,
  lastOrder: undefined,
  lastFill: undefined,
  lastFault: undefined,
  counters: COUNTERS,
  ...given,
})
