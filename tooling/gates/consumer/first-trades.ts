/** What a stranger's first program would be: one manager, three venues, and the first trade and verified book of each. */
import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import { KrakenAdapter } from '@md/adapter-kraken'
import { startExchange } from '@md/exchange-simulator'
import { MarketDataWebSocketManager } from '@md/manager'
import type { OrderBook, Trade } from '@md/types'

const venues = {
  binance: await startExchange({ exchange: 'binance' }),
  coinbase: await startExchange({ exchange: 'coinbase' }),
  kraken: await startExchange({ exchange: 'kraken' }),
}

const at = ({ url, restUrl }: { url: string; restUrl: string }) => ({ url, restUrl })

const manager = new MarketDataWebSocketManager({
  adapters: {
    binance: (config) => new BinanceAdapter({ ...config, ...at(venues.binance) }),
    coinbase: (config) => new CoinbaseAdapter({ ...config, ...at(venues.coinbase) }),
    kraken: (config) => new KrakenAdapter({ ...config, ...at(venues.kraken) }),
  },
})

const MARKETS = { binance: 'BTC/USDT', coinbase: 'BTC/USD', kraken: 'BTC/USD' } as const

async function firstOf(exchange: keyof typeof MARKETS): Promise<string> {
  const symbol = MARKETS[exchange]
  const trade = new Promise<Trade>((resolve, reject) => {
    manager
      .subscribe({ exchange, channel: 'trades', symbol }, ({ type, data }) => type === 'trade' && resolve(data))
      .catch(reject)
  })
  const book = new Promise<OrderBook>((resolve, reject) => {
    manager
      .subscribe({ exchange, channel: 'orderbook', symbol }, ({ type, data }) => {
        if (type === 'orderbook' && data.status === 'live') resolve(data)
      })
      .catch(reject)
  })
  const { price, side } = await trade
  const { bids, asks } = await book
  return `${exchange} ${symbol}: ${side} at ${price}, ${bids.price(0)} / ${asks.price(0)}`
}

try {
  const lines = await Promise.all([firstOf('binance'), firstOf('coinbase'), firstOf('kraken')])
  for (const line of lines) process.stdout.write(`${line}\n`)
} finally {
  await manager.disconnectAll()
  await Promise.all(Object.values(venues).map((venue) => venue.close()))
}
// Nothing is left open, so the process ends by itself.
