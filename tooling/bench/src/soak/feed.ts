import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import { KrakenAdapter } from '@md/adapter-kraken'
import type { SimulatedVenue } from '@md/exchange-simulator'
import { MarketDataWebSocketManager } from '@md/manager'
import type { AdapterFactory, Market, Subscription } from '@md/types'
import type { ExchangesReady } from './exchanges.ts'
import type { TradeAudit } from './trade-audit.ts'

export const SYMBOLS: Readonly<Record<SimulatedVenue, readonly string[]>> = {
  binance: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'XRP/USDT', 'ADA/USDT'],
  coinbase: ['BTC/USD', 'ETH/USD', 'SOL/USD', 'XRP/USD', 'ADA/USD'],
  kraken: ['BTC/USD', 'ETH/USD', 'SOL/USD', 'XRP/USD', 'ADA/USD'],
}

export const MARKETS: readonly Market[] = (['binance', 'coinbase', 'kraken'] as const).flatMap((exchange) =>
  SYMBOLS[exchange].map((symbol) => ({ exchange, symbol })),
)

/** Every channel of every market, over real sockets. */
export async function feedOf(
  addresses: ExchangesReady['addresses'],
  audit: TradeAudit,
): Promise<MarketDataWebSocketManager> {
  const at = (exchange: SimulatedVenue) => ({ ...addresses[exchange], pingInterval: 5_000, pongTimeout: 2_000 })
  const adapters: Partial<Record<SimulatedVenue, AdapterFactory>> = {
    binance: () => new BinanceAdapter(at('binance')),
    coinbase: () => new CoinbaseAdapter(at('coinbase')),
    kraken: () => new KrakenAdapter(at('kraken')),
  }
  const manager = new MarketDataWebSocketManager({ adapters })
  manager.on('trade', (trade) => audit.trade(trade))
  manager.on('gap', (gap) => audit.gap(gap))
  const wants = MARKETS.flatMap((market): Subscription[] => [
    { ...market, channel: 'ticker' },
    { ...market, channel: 'trades' },
    { ...market, channel: 'orderbook' },
    { ...market, channel: 'candles', interval: '1m' },
  ])
  await Promise.all(wants.map((want) => manager.subscribe(want)))
  return manager
}
