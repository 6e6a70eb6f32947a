import { BotExecutionEngine, Gate, KillSwitch, VenueHub } from '@md/bot-engine'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import { MarketDataWebSocketManager } from '@md/manager'
import { sleep, systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { FakeAdapter } from '@md/types/testing'
import { microseconds } from '../../stage/microseconds.ts'
import { WireVenue } from '../exchange/wire-venue.ts'
import { marketAt, REFERENCE } from '../markets.ts'
import { alwaysGuarded } from '../strategies/always-guarded.ts'

const ENTRY = 100
const STOPPED = 98
const MARKET = marketAt(0)

/** One bot with a position and a stop-loss, on a durable store, its venue behind a socket. */
export class StopLossBot {
  readonly store: Awaited<ReturnType<typeof openSqliteStore>>
  readonly #adapter = new FakeAdapter('binance')
  readonly #manager: MarketDataWebSocketManager
  readonly #engine: BotExecutionEngine
  #arrival: ((at: number) => void) | undefined
  #flat: (() => void) | undefined

  private constructor(store: StopLossBot['store'], port: number) {
    this.store = store
    this.#manager = new MarketDataWebSocketManager({ adapters: { binance: () => this.#adapter } })
    const venue = new WireVenue({
      port,
      fillPrice: ({ side }) => String(side === 'buy' ? ENTRY : STOPPED),
      onArrival: (_, at) => this.#arrival?.(at),
    })
    const killSwitch = new KillSwitch({ store, onFailure: () => undefined })
    const gate = new Gate({ venue, killSwitch, clock: systemClock })
    const hub = new VenueHub(gate.venue, { logger: silentLogger })
    this.#engine = new BotExecutionEngine({
      id: 'guarded',
      strategy: alwaysGuarded(),
      params: { ...MARKET, above: ENTRY, amount: '1' },
      feed: this.#manager,
      reference: REFERENCE,
      accounts: [{ name: 'main', exchange: 'binance', gate, hub }],
      store,
      leases: store,
      clock: systemClock,
      logger: silentLogger,
      limits: { maxOrderValue: '1000', priceCollar: 0.05 },
      barriers: { stopLoss: 0.01 },
    })
    this.#engine.on('position', ({ size }) => {
      if (size === 0) this.#flat?.()
    })
  }

  static async begun(folder: string, port: number): Promise<StopLossBot> {
    const store = await openSqliteStore({
      path: `${folder}/bots.sqlite`,
      owner: 'the bench',
      logger: silentLogger,
      synchronous: 'full',
    })
    const bot = new StopLossBot(store, port)
    await bot.#engine.initialize()
    // A bot does not wait for its feed.
    while (bot.#adapter.subscribed.size === 0 || bot.#engine.state !== 'running') await sleep(systemClock, 1)
    return bot
  }

  /** Buys, and lets the price fall. Microseconds from the price to the arrival of the order that ends the position. */
  async round(): Promise<number> {
    await this.#arrivalAfter(ENTRY)
    await this.#settled()
    const flat = new Promise<void>((resolve) => {
      this.#flat = resolve
    })
    const took = await this.#arrivalAfter(STOPPED)
    await flat
    await this.#settled()
    return took
  }

  async close(): Promise<void> {
    await this.#engine.cleanup('the bench ends')
    await this.#manager.disconnectAll()
    await this.store.close()
  }

  async #arrivalAfter(last: number): Promise<number> {
    const arrived = new Promise<number>((resolve) => {
      this.#arrival = resolve
    })
    const toldAt = microseconds()
    const receivedAt = systemClock.now()
    this.#adapter.emit('ticker', {
      ...MARKET,
      last,
      bid: last,
      ask: last,
      quote: 'last',
      timestamp: undefined,
      receivedAt,
    })
    return (await arrived) - toldAt
  }

  async #settled(): Promise<void> {
    while (!this.#engine.isIdle) await this.#engine.settled()
  }
}
