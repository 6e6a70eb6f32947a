import { Gate, KillSwitch, PaperVenue, SharedRisk, type TradingAccount, VenueHub } from '@md/bot-engine'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import { adapterOf } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { RedisEventBridge } from '@md/redis-bridge'
import { systemClock } from '@md/runtime'
import { type ConnectionConfig, type ExecutionVenue, type MarketFeed, silentLogger } from '@md/types'
import { seededRandom } from '../../workloads/random.ts'
import { WireVenue } from '../exchange/wire-venue.ts'
import { INSTRUMENTS, MARKETS, marketAt } from '../markets.ts'
import type { FeedOrder, FleetOrder } from './calls.ts'

/** What a fleet runs on: feed, account, store, limits. */
export interface Surroundings {
  readonly manager: MarketDataWebSocketManager
  readonly storage: Awaited<ReturnType<typeof openSqliteStore>>
  readonly account: TradingAccount
  readonly killSwitch: KillSwitch
  readonly shared: SharedRisk
}

/** With a listener of every market, so that all of them arrive whoever trades. */
export async function surroundingsOf(
  { feed, folder, ordersTo }: FleetOrder,
  onEvent: () => void,
): Promise<Surroundings> {
  const manager = await managerOf(feed)
  const storage = await openSqliteStore({ path: `${folder}/bots.sqlite`, owner: 'the bench', logger: silentLogger })
  const killSwitch = new KillSwitch({
    store: storage,
    onFailure: (error) => {
      throw error
    },
  })
  const venue = ordersTo === undefined ? paper(manager) : wire(ordersTo)
  const gate = new Gate({ venue, killSwitch, clock: systemClock })
  const hub = new VenueHub(gate.venue, { clock: systemClock, logger: silentLogger })
  const symbols = Array.from({ length: MARKETS }, (_, index) => marketAt(index))
  await Promise.all(symbols.map((market) => manager.subscribe({ ...market, channel: 'ticker' }, onEvent)))
  return {
    manager,
    storage,
    killSwitch,
    account: { name: 'main', exchange: 'binance', gate, hub },
    shared: new SharedRisk({
      scope: 'process',
      id: '',
      limits: { maxGrossExposure: '1000000', maxDailyLoss: '1000000' },
    }),
  }
}

async function managerOf(feed: FeedOrder): Promise<MarketDataWebSocketManager> {
  if (feed.kind === 'redis') {
    const bridge = new RedisEventBridge({ redisUrl: feed.url, enablePublishing: false })
    await bridge.connect()
    return new MarketDataWebSocketManager({ bridge })
  }
  return adapterManager(feed.port)
}

/** As a host has it, and whoever connects to the exchange itself. */
export function adapterManager(port: number, bridge?: RedisEventBridge): MarketDataWebSocketManager {
  const place = { url: `ws://127.0.0.1:${port}/stream`, restUrl: `http://127.0.0.1:${port}` }
  const adapters = { binance: (config: ConnectionConfig) => adapterOf('binance', { ...place, ...config }) }
  return new MarketDataWebSocketManager({ adapters, ...(bridge !== undefined && { bridge }) })
}

const paper = (feed: MarketFeed): ExecutionVenue =>
  new PaperVenue({
    exchange: 'binance',
    feed,
    instruments: INSTRUMENTS,
    balances: { USDT: '1000000000' },
    clock: systemClock,
    random: seededRandom(1),
    evidence: ['quote', 'price'],
  })

const wire = (port: number): ExecutionVenue => new WireVenue({ port, fillPrice: () => '100' })
