import { type Candle, type Clock, type Logger, silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished } from 'vitest'
import { z } from 'zod'
import { BotExecutionEngine } from '../src/engine/bot-execution-engine.ts'
import type { BotEvents } from '../src/engine/effects.ts'
import type { BotOptions } from '../src/engine/options.ts'
import type { JournalEntry } from '../src/journal/entry.ts'
import type { PaperVenueOptions } from '../src/paper/options.ts'
import { PaperVenue } from '../src/paper/paper-venue.ts'
import { Gate } from '../src/risk/gate.ts'
import { KillSwitch } from '../src/risk/kill-switch.ts'
import { MemoryLeases } from '../src/store/memory-leases.ts'
import { MemoryStore } from '../src/store/memory-store.ts'
import { defineStrategy } from '../src/strategy/define-strategy.ts'
import type { Intent } from '../src/strategy/intent.ts'
import type { AnyStrategy, BotSubscription, Hooks } from '../src/strategy/strategy.ts'
import { VenueHub } from '../src/venue/venue-hub.ts'
import { PaperFeed } from './paper-feed.ts'
import { INSTRUMENT } from './paper-stage.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

/** Lets everything that waits for nothing but its turn happen. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}

export interface StageOptions {
  readonly paper?: Partial<PaperVenueOptions>
  readonly bot?: Partial<BotOptions>
  readonly store?: MemoryStore
  readonly leases?: MemoryLeases
  readonly venue?: PaperVenue
  readonly hub?: VenueHub
  readonly clock?: ManualClock
  readonly feed?: PaperFeed
  readonly logger?: Logger
  readonly candles?: readonly Candle[]
}

/** A strategy that does what a test tells it to do, and remembers what it was told. */
export function puppet(
  hooks: Partial<Hooks<unknown, PuppetState, undefined>> = {},
  subscriptions: readonly BotSubscription[] = [
    { ...MARKET, channel: 'ticker' },
    { ...MARKET, channel: 'orderbook' },
  ],
) {
  const next: Intent[] = []
  const strategy = defineStrategy<unknown, PuppetState>({
    name: 'puppet',
    version: 1,
    params: z.unknown(),
    state: () => ({ prices: 0 }),
    subscriptions: () => subscriptions,
    hooks: {
      ticker: (context) => {
        context.state.prices += 1
        return next.splice(0)
      },
      ...hooks,
    },
  })
  return { strategy: strategy as AnyStrategy, does: (...intents: Intent[]) => void next.push(...intents) }
}

export interface PuppetState {
  prices: number
}

export const buy = (amount: number | string, more: object = {}): Intent => ({
  kind: 'place',
  ref: 'in',
  side: 'buy',
  type: 'market',
  amount,
  because: 'the test says so',
  ...more,
})

export const aPaperVenue = (clock: Clock, feed: PaperFeed, options?: Partial<PaperVenueOptions>): PaperVenue =>
  new PaperVenue({
    exchange: 'binance',
    feed,
    instruments: [INSTRUMENT],
    balances: { USDT: '100000' },
    clock,
    random: () => 0.5,
    fees: { maker: 0, taker: 0.001, asset: 'quote' },
    ...options,
  })

/** One bot on a paper venue, in one market, under a clock that stands still. */
export class EngineStage {
  readonly clock: ManualClock
  readonly feed: PaperFeed
  readonly venue: PaperVenue
  readonly hub: VenueHub
  readonly store: MemoryStore
  readonly leases: MemoryLeases
  readonly killSwitch: KillSwitch
  readonly gate: Gate
  readonly journal: JournalEntry[] = []
  readonly told: { readonly [T in keyof BotEvents]: BotEvents[T][] } = {
    state: [],
    order: [],
    fill: [],
    position: [],
    'round-trip': [],
    refusal: [],
    exit: [],
    note: [],
    fault: [],
  }
  readonly engine: BotExecutionEngine

  constructor(strategy: AnyStrategy, options: StageOptions = {}) {
    this.clock = options.clock ?? new ManualClock()
    this.feed = options.feed ?? new PaperFeed(this.clock)
    this.leases = options.leases ?? new MemoryLeases()
    this.store = options.store ?? new MemoryStore({ leases: this.leases })
    const clock: Clock = this.clock
    this.venue = options.venue ?? aPaperVenue(clock, this.feed, options.paper)
    this.killSwitch = new KillSwitch({ store: this.store, onFailure: (error) => expect.unreachable(String(error)) })
    this.gate = new Gate({ venue: this.venue, killSwitch: this.killSwitch, clock })
    this.hub = options.hub ?? new VenueHub(this.gate.venue, { logger: silentLogger })
    this.engine = new BotExecutionEngine({
      id: 'one',
      strategy,
      params: {},
      feed: this.feed,
      reference: { instruments: async () => [INSTRUMENT], candles: async () => options.candles ?? [] },
      accounts: [
        {
          name: 'paper',
          exchange: 'binance',
          hub: this.hub,
          gate: this.gate,
          fees: { taker: 0.001, inBase: false },
        },
      ],
      store: this.store,
      leases: this.leases,
      clock,
      logger: options.logger ?? silentLogger,
      // What an entry holds of the strategy's state is alive: whoever keeps it keeps a copy.
      sink: { write: (entry) => this.journal.push(structuredClone(entry)) },
      ...options.bot,
    })
    this.#listen()
  }

  #listen(): void {
    for (const type of Object.keys(this.told) as (keyof BotEvents)[])
      this.engine.on(type, (event) => (this.told[type] as unknown[]).push(event))
    onTestFinished(async () => {
      void this.engine.cleanup('the test is over', { deadlineMs: 0 })
      await turns()
    })
  }

  /** Running, with a book around 100 and a first price. */
  async begun(): Promise<this> {
    await this.engine.initialize()
    await turns()
    this.feed.showBook(
      [
        [99.9, 50],
        [99.8, 50],
      ],
      [
        [100.1, 50],
        [100.2, 50],
      ],
    )
    return this
  }

  /** A price, and everything that comes of it without time passing. */
  async price(last: number): Promise<void> {
    this.clock.advance(1)
    this.feed.ticker(last, last - 0.1, last + 0.1)
    await turns()
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.clock.advance(Math.min(100, left))
      await turns(4)
    }
  }

  get position() {
    return this.engine.status().positions[0]
  }

  /** Types of the journal, in order, but for what comes in. */
  get decisions(): readonly string[] {
    const inputs = new Set(['market', 'balance', 'begin'])
    return this.journal.map(({ type }) => type).filter((type) => !inputs.has(type))
  }
}
