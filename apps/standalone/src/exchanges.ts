import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import type { AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { KrakenAdapter } from '@md/adapter-kraken'
import type { AvailableExchange } from './options.ts'

/** The composition: the only place that knows which exchange is which class. */
export const ADAPTERS: Readonly<Record<AvailableExchange, (options: AdapterOptions) => BaseExchangeAdapter>> = {
  binance: (options) => new BinanceAdapter({ ...options, liveQuotes: true }),
  coinbase: (options) => new CoinbaseAdapter(options),
  kraken: (options) => new KrakenAdapter(options),
}

/** What is shown when nothing is asked for. */
export const DEFAULT_SYMBOLS: Readonly<Record<AvailableExchange, readonly string[]>> = {
  binance: ['BTC/USDT', 'ETH/USDT'],
  coinbase: ['BTC/USD', 'ETH/USD'],
  kraken: ['BTC/USD', 'ETH/USD'],
}
