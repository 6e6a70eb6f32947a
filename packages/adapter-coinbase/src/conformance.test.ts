import { adapterPromises } from '@md/adapter-core/testing'
import { startExchange } from '@md/exchange-simulator'
import { test } from 'vitest'
import { CoinbaseAdapter } from './coinbase-adapter.ts'

const promises = adapterPromises({
  exchange: 'coinbase',
  symbols: ['BTC/USD', 'ETH/USD', 'SOL/USD'],
  intervals: ['1m', '5m'],
  evidence: 'plausibility',
  messagesPerSecond: 8,
  subscriptionsPerSocket: 200,
  heartbeats: true,
  refusesUnknownSymbols: true,
  announcesCuts: false,
  start: (options) => startExchange({ ...options, exchange: 'coinbase' }),
  adapter: (options) => new CoinbaseAdapter(options),
})

for (const { name, alone, run } of promises) test(name, { concurrent: !alone }, run)
