import { MarketDataWebSocketManager } from '@md/manager'
import { silentLogger } from '@md/types'
import { aTicker, FakeAdapter, ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startPaperBots } from './paper-bots.ts'

const MARKETS = [
  { exchange: 'binance', symbol: 'BTC/USDT' },
  { exchange: 'kraken', symbol: 'BTC/USD' },
  { exchange: 'kraken', symbol: 'ETH/USD' },
] as const

test('a bot waits for the first price of its market, and says so until there is one', async () => {
  const clock = new ManualClock()
  const binance = new FakeAdapter('binance', { clock })
  const kraken = new FakeAdapter('kraken', { clock })
  const manager = new MarketDataWebSocketManager({
    adapters: { binance: () => binance, kraken: () => kraken },
    clock,
    logger: silentLogger,
  })
  await Promise.all(MARKETS.map((market) => manager.subscribe({ ...market, channel: 'ticker' })))
  const shared = { clock, logger: silentLogger, random: () => 0.5 }
  const { bots, waiting } = await startPaperBots({ manager, markets: MARKETS, onNote: () => undefined, ...shared })
  onTestFinished(async () => {
    await bots.drain(0)
    await manager.disconnectAll()
  })

  expect(waiting()).toEqual([
    'dca-binance waits for the first price of binance BTC/USDT',
    'maker-kraken waits for the first price of kraken BTC/USD',
    'imbalance-binance waits for the first price of binance BTC/USDT',
  ])
  binance.emit('ticker', aTicker({ exchange: 'binance', symbol: 'BTC/USDT', last: 100 }))
  expect(waiting()).toEqual(['maker-kraken waits for the first price of kraken BTC/USD'])
})
