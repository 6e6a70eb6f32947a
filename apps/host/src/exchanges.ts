import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import type { AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { KrakenAdapter } from '@md/adapter-kraken'
import type { AvailableExchange, Configuration } from '@md/service'
import type { AdapterFactory } from '@md/types'

/** The composition: the only place that knows which exchange is which class. */
const ADAPTERS: Readonly<Record<AvailableExchange, (options: AdapterOptions) => BaseExchangeAdapter>> = {
  binance: (options) => new BinanceAdapter({ ...options, liveQuotes: true }),
  coinbase: (options) => new CoinbaseAdapter(options),
  kraken: (options) => new KrakenAdapter(options),
}

type Shared = Pick<AdapterOptions, 'clock' | 'logger' | 'timeout'>

export const adapterOf = (
  exchange: AvailableExchange,
  { endpoints }: Configuration,
  shared: Shared,
): BaseExchangeAdapter => ADAPTERS[exchange]({ ...shared, ...endpoints[exchange] })

/** Makes the adapters of a manager, each when it is first needed. */
export function factoriesOf(
  configuration: Configuration,
  shared: Shared,
): Partial<Record<AvailableExchange, AdapterFactory>> {
  const factories: Partial<Record<AvailableExchange, AdapterFactory>> = {}
  for (const exchange of configuration.exchanges) {
    factories[exchange] = (config) => ADAPTERS[exchange]({ ...shared, ...configuration.endpoints[exchange], ...config })
  }
  return factories
}
