import { type AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { krakenProtocol } from './protocol.ts'

/** How a `KrakenAdapter` is made. Everything has a default. */
export type KrakenOptions = AdapterOptions

/** Kraken spot market data: tickers, trades, candles, and order books that Kraken's checksum proves after every message. */
export class KrakenAdapter extends BaseExchangeAdapter {
  /** @throws InvalidInputError naming the first option that cannot be used */
  constructor(options: KrakenOptions = {}) {
    super(krakenProtocol(options), options)
  }
}
