import { type AvailableExchange, everythingOf } from '@md/service'
import type { Subscription } from '@md/types'

const SYMBOLS: Readonly<Record<AvailableExchange, string>> = {
  binance: 'BTC/USDT',
  coinbase: 'BTC/USD',
  kraken: 'BTC/USD',
}

/** What is wanted when nothing was configured: the best known market of each exchange. */
export const defaultWants = (exchanges: readonly AvailableExchange[]): readonly Subscription[] =>
  exchanges.flatMap((exchange) => everythingOf({ exchange, symbol: SYMBOLS[exchange] }))
