import { adapterPromises } from '@md/adapter-core/testing'
import { startExchange } from '@md/exchange-simulator'
import { test } from 'vitest'
import { BinanceAdapter } from './binance-adapter.ts'

const promises = adapterPromises({
  exchange: 'binance',
  symbols: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'],
  intervals: ['1m', '5m'],
  evidence: 'sequence',
  messagesPerSecond: 5,
  subscriptionsPerSocket: 1_024,
  heartbeats: false,
  refusesUnknownSymbols: false,
  announcesCuts: true,
  start: (options) => startExchange({ ...options, exchange: 'binance' }),
  adapter: (options) => new BinanceAdapter(options),
})

for (const { name, alone, run } of promises) test(name, { concurrent: !alone }, run)
