import type { AvailableExchange } from '@md/exchanges'

/** What is shown when nothing is asked for. */
export const DEFAULT_SYMBOLS: Readonly<Record<AvailableExchange, readonly string[]>> = {
  binance: ['BTC/USDT', 'ETH/USDT'],
  coinbase: ['BTC/USD', 'ETH/USD'],
  kraken: ['BTC/USD', 'ETH/USD'],
}
