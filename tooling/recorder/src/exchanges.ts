import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import type { AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { KrakenAdapter } from '@md/adapter-kraken'
import { type ExchangeId, InvalidInputError } from '@md/types'

/** The exchanges that there is an adapter for. */
export const AVAILABLE = ['binance', 'coinbase', 'kraken'] as const satisfies readonly ExchangeId[]

export type AvailableExchange = (typeof AVAILABLE)[number]

export const ADAPTERS: Readonly<Record<AvailableExchange, (options: AdapterOptions) => BaseExchangeAdapter>> = {
  binance: (options) => new BinanceAdapter(options),
  coinbase: (options) => new CoinbaseAdapter(options),
  kraken: (options) => new KrakenAdapter(options),
}

/** @throws InvalidInputError naming those there are */
export function toExchange(what: string, name: string): AvailableExchange {
  const found = AVAILABLE.find((exchange) => exchange === name.toLowerCase())
  if (found === undefined) throw new InvalidInputError(what, name, `there are ${AVAILABLE.join(', ')}`)
  return found
}
