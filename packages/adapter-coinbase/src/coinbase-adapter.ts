import { type AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import type { CoinbaseCredentials } from './credentials.ts'
import { coinbaseProtocol } from './protocol.ts'

/** How a `CoinbaseAdapter` is made. Everything has a default. */
export interface CoinbaseOptions extends AdapterOptions {
  /** Optional: the public channels need none. Never logged. */
  readonly credentials?: CoinbaseCredentials
}

/**
 * Market data of Coinbase Exchange: tickers, trades, full order books, and candles built from trades.
 * @throws InvalidInputError naming the first option that cannot be used
 */
export class CoinbaseAdapter extends BaseExchangeAdapter {
  constructor(options: CoinbaseOptions = {}) {
    super(coinbaseProtocol(options), options)
  }
}
