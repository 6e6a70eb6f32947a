import { T0 } from './candles.ts'

/** A file of tickers, two seconds apart, of a price that goes up and down; each may be changed as it is written. */
export const tickersText = (
  count: number,
  { symbols = ['BTC/USD'], change = () => ({}) }: { symbols?: readonly string[]; change?: (i: number) => object } = {},
): string =>
  Array.from({ length: count }, (_, i) => {
    const at = T0 + 2_000 * i
    const symbol = symbols[i % symbols.length]
    const data = { exchange: 'kraken', symbol, timestamp: at, receivedAt: at, last: 100 + (i % 7), bid: 99, ask: 101 }
    return `${JSON.stringify({ type: 'ticker', data: { ...data, quote: 'live', ...change(i) } })}\n`
  }).join('')
