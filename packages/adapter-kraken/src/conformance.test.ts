import { adapterPromises } from '@md/adapter-core/testing'
import { startExchange } from '@md/exchange-simulator'
import { test } from 'vitest'
import { KrakenAdapter } from './kraken-adapter.ts'

const promises = adapterPromises({
  exchange: 'kraken',
  symbols: ['BTC/USD', 'ETH/USD', 'SOL/USD'],
  intervals: ['1m', '5m'],
  evidence: 'checksum',
  messagesPerSecond: 10,
  subscriptionsPerSocket: 200,
  heartbeats: true,
  refusesUnknownSymbols: true,
  announcesCuts: false,
  start: (options) => startExchange({ ...options, exchange: 'kraken' }),
  adapter: (options) => new KrakenAdapter(options),
})

for (const { name, alone, run } of promises) test(name, { concurrent: !alone }, run)
