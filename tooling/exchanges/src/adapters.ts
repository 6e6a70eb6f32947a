import { BinanceAdapter, type BinanceOptions } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import type { BaseExchangeAdapter } from '@md/adapter-core'
import { KrakenAdapter } from '@md/adapter-kraken'
import type { ExchangeId } from '@md/types'

/** The exchanges that there are adapters for. */
export const AVAILABLE = ['binance', 'coinbase', 'kraken'] as const satisfies readonly ExchangeId[]

export type AvailableExchange = (typeof AVAILABLE)[number]

/** Options of any adapter. `liveQuotes` is Binance's; the others quote live anyway. */
export type ExchangeOptions = BinanceOptions

const ADAPTERS: Readonly<Record<AvailableExchange, (options: ExchangeOptions) => BaseExchangeAdapter>> = {
  binance: (options) => new BinanceAdapter(options),
  coinbase: ({ liveQuotes: _, ...options }) => new CoinbaseAdapter(options),
  kraken: ({ liveQuotes: _, ...options }) => new KrakenAdapter(options),
}

/** The composition: the only place that knows which exchange is which class. */
export const adapterOf = (exchange: AvailableExchange, options: ExchangeOptions): BaseExchangeAdapter =>
  ADAPTERS[exchange](options)
