import { type AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { type BinanceProtocolOptions, binanceProtocol } from './protocol.ts'

export interface BinanceOptions extends AdapterOptions, BinanceProtocolOptions {}

/** Binance spot market data: tickers, trades, candles and order books verified by Binance's own update ids. */
export class BinanceAdapter extends BaseExchangeAdapter {
  /** @throws InvalidInputError naming the first option that cannot be used */
  constructor(options: BinanceOptions = {}) {
    super(binanceProtocol(options), options)
  }
}
