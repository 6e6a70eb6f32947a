import { type AnyStrategy, Fleet, Gate, KillSwitch, VenueHub } from '@md/bot-engine'
import { openSqliteStore, type SqliteStore } from '@md/bot-engine/sqlite'
import { type Clock, silentLogger } from '@md/types'
import { fastClock } from '../clock.ts'
import { INSTRUMENT, MARKET } from '../market.ts'
import { feeInBase } from '../venue/hostile-venue.ts'
import { RemoteVenue } from '../venue/remote-venue.ts'
import { CrashingStore } from './crashing-store.ts'
import { CrashingVenue } from './crashing-venue.ts'
import type { Fuse } from './fuse.ts'
import { OrderKinds } from './order-kinds.ts'
import { BOT_IDS, type BotPlan, MAX_POSITION_VALUE } from './plan.ts'
import { restless } from './restless.ts'
import { SeededFeed } from './seeded-feed.ts'

/** How long the bots wait for an answer, and until the venue must know, ms. */
const ANSWER_MS = 2_000
const SETTLE_MS = 5_000

/** A fleet as an executor has it, on a real file and a real socket. */
export interface BotWorld {
  readonly fleet: Fleet
  readonly clock: Clock
  readonly store: CrashingStore
  readonly sqlite: SqliteStore
  readonly venue: RemoteVenue
}

export async function openWorld(plan: BotPlan, fuse: Fuse): Promise<BotWorld> {
  const { bug, pace, path, port, seed } = plan
  const clock = fastClock(pace)
  const sqlite = await opened(path, clock, fuse)
  const kinds = new OrderKinds()
  const store = new CrashingStore({ store: sqlite, fuse, kinds, clock, bug })
  const killSwitch = new KillSwitch({
    store,
    onFailure: (error) => {
      throw error
    },
  })
  await killSwitch.restore()
  const venue = new RemoteVenue({ port, clock, answerMs: ANSWER_MS, settleMs: SETTLE_MS })
  const gate = new Gate({ venue: new CrashingVenue({ venue, fuse, kinds, bug }), killSwitch, clock })
  const hub = new VenueHub(gate.venue, { logger: silentLogger })
  const fees = { taker: 0.001, inBase: feeInBase(seed) }
  const fleet = new Fleet({
    feed: new SeededFeed(seed, clock),
    reference: { instruments: async () => [INSTRUMENT], candles: async () => [] },
    store,
    leases: store,
    clock,
    logger: silentLogger,
    accounts: [{ name: 'account', exchange: MARKET.exchange, hub, gate, fees }],
    killSwitch,
  })
  return { fleet, clock, store, sqlite, venue }
}

/** Both at once, as an executor starts them. */
export async function startBots({ fleet }: BotWorld, { mode, seed }: BotPlan): Promise<void> {
  await Promise.all(
    BOT_IDS.map((id) =>
      fleet.start({
        id,
        account: 'account',
        strategy: restless as AnyStrategy,
        params: { seed, idle: mode === 'settle' },
        limits: { maxPositionValue: String(MAX_POSITION_VALUE), maxOpenOrders: 8 },
        barriers: {
          stopLoss: 0.004,
          takeProfit: 0.006,
          trailing: { activation: 0.003, distance: 0.002 },
          timeLimitMs: 6_000,
        },
        reconciliation: { settleMs: SETTLE_MS },
      }),
    ),
  )
}

async function opened(path: string, clock: Clock, fuse: Fuse): Promise<SqliteStore> {
  fuse.reach('open:before')
  const opening = openSqliteStore({
    path,
    owner: 'the crash test',
    logger: silentLogger,
    clock,
    keepEntries: 1_000_000,
  })
  fuse.reach('open:sent')
  const store = await opening
  fuse.reach('open:after')
  return store
}
