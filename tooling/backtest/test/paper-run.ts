import { join } from 'node:path'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import { strategies } from '@md/bot-engine/strategies'
import { type Bots, readBots, startBots } from '@md/bots'
import { startExchange } from '@md/exchange-simulator'
import { factoriesOf, referenceOf } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'

const BOTS = `
paper: { balances: { USD: 100000 }, latency: { orderMs: 5, cancelMs: 5 } }
bots:
  - { id: maker, strategy: market-making, exchange: kraken, symbol: BTC/USD, journal: { inputs: true },
      params: { amount: 0.002, spread: 0.0002, maxInventory: 0.02, minChange: 0.0001 }, policies: { onStop: flatten } }
  - { id: buyer, strategy: twap, exchange: kraken, symbol: BTC/USD, journal: { inputs: true },
      params: { side: buy, amount: 0.06, overMs: 60000, slices: 120 } }
  - { id: quiet, strategy: twap, exchange: kraken, symbol: BTC/USD,
      params: { side: buy, amount: 0.01, overMs: 60000, slices: 60 } }
`

/** What a run of bots on paper leaves in `folder`, as an executor runs them: a store, and journals of two of three bots. */
export async function aPaperRun(
  folder: string,
  { news = 20, whileRunning = async () => undefined }: { news?: number; whileRunning?: () => Promise<unknown> } = {},
): Promise<void> {
  const exchange = await startExchange({ exchange: 'kraken', seed: 3, levels: 50, rate: 50 })
  const endpoints = { binance: {}, coinbase: {}, kraken: { url: exchange.url, restUrl: exchange.restUrl } }
  const composition = { exchanges: ['kraken'], endpoints } as const
  const shared = { clock: systemClock, logger: silentLogger }
  const feed = new MarketDataWebSocketManager({ adapters: factoriesOf(composition, shared), ...shared })
  const storage = await openSqliteStore({ path: join(folder, 'bots.sqlite'), owner: 'a test', logger: silentLogger })
  const file = readBots(BOTS, { file: 'bots.yaml', strategies })
  const reference = referenceOf(composition, shared)
  const bots = await startBots({ file, feed, reference, storage, folder, random: () => 0.5, ...shared })
  try {
    await told(bots, 'maker', news)
    await whileRunning()
  } finally {
    await bots.drain(5_000)
    await feed.disconnectAll()
    await exchange.close()
  }
}

/** Resolves when so much has become of the orders of a bot. */
function told(bots: Bots, id: string, news: number): Promise<void> {
  let left = news
  return new Promise((resolve) => {
    bots.fleet.on('order', ({ botId }) => {
      if (botId === id) left -= 1
      if (left === 0) resolve()
    })
  })
}
