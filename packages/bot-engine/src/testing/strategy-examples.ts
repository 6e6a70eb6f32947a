const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const CANDLES = { ...MARKET, interval: '1m', amount: '0.5' } as const

/** Parameters for every strategy that ships, by its name: at prices around 100 a few dozen events make it act. */
export const strategyExamples: Readonly<Record<string, object>> = {
  arbitrage: {
    first: { ...MARKET, fee: 0.001 },
    second: { exchange: 'kraken', symbol: 'BTC/USDT', fee: 0.001 },
    amount: 1,
    maxPosition: 3,
    minEdge: 0.001,
  },
  'book-imbalance': { ...MARKET, amount: 1, forMs: 0, pauseMs: 0, maxSpread: 0.5, enterAbove: 0.2 },
  dca: {
    ...MARKET,
    base: 100,
    safety: { spend: '50', count: 3, step: 0.02, spendScale: 1.5 },
    takeProfit: 0.02,
    maxSpend: 400,
    pauseMs: 0,
    barriers: { stopLoss: 0.3 },
  },
  grid: { ...MARKET, lower: 80, upper: '120', levels: 9, amount: 1, spacing: 'geometric', stopBelow: 60 },
  guard: { ...MARKET, amount: 1, entry: 100, barriers: { trailing: { activation: 0, distance: 0.05 } } },
  'ma-cross': { ...CANDLES, average: 'sma', fast: 2, slow: 4, barriers: { stopLoss: 0.05 } },
  'macd-bollinger': { ...CANDLES, fast: 2, slow: 4, signal: 2, period: 4, deviations: 1 },
  'market-making': { ...MARKET, amount: '1', spread: 0.01, maxInventory: '4', minInventory: -2 },
  rsi: { ...CANDLES, period: 3, oversold: 40, overbought: 60 },
  supertrend: { ...CANDLES, period: 3, multiplier: 1 },
  twap: { ...MARKET, side: 'sell', amount: 2, overMs: 60_000, slices: 5 },
}
