import { silentLogger } from '@md/types'
import { BotExecutionEngine } from '../engine/bot-execution-engine.ts'
import type { JournalSink } from '../journal/entry.ts'
import { type PaperAccount, paperAccount } from './account.ts'
import type { BacktestOptions } from './backtest-options.ts'
import type { BacktestResult } from './backtest-result.ts'
import { Drive } from './drive.ts'
import type { EventFeed } from './event-feed.ts'
import { ForgetfulStore } from './forgetful-store.ts'
import { JournalDigest } from './journal-digest.ts'
import { Observer } from './observer.ts'
import { Performance } from './performance/performance.ts'
import type { Plan } from './plan.ts'
import { type PlayedEvent, timeOf } from './played-event.ts'
import type { Prelude } from './prelude.ts'
import { tapPrices } from './price-tap.ts'
import { seededRandom } from './seeded-random.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { warningsOf } from './warnings.ts'

export interface RunParts {
  readonly options: BacktestOptions
  readonly plan: Plan
  readonly clock: VirtualClock
  readonly feed: EventFeed
  readonly prelude: Prelude
}

/** One bot in the past, from its start to its end. */
export class Run {
  readonly #parts: RunParts
  readonly #accounts: readonly PaperAccount[]
  readonly #engine: BotExecutionEngine
  readonly #drive: Drive
  readonly #performance: Performance
  readonly #observer: Observer
  readonly #digest = new JournalDigest()

  constructor(parts: RunParts) {
    const { clock, feed, options, plan, prelude } = parts
    this.#parts = parts
    this.#performance = new Performance({
      capital: plan.capital,
      instruments: plan.instruments,
      start: prelude.beginsAt,
    })
    this.#observer = new Observer(this.#performance, () => clock.now(), options.logger ?? silentLogger)
    this.#accounts = accountsOf(parts, this.#observer)
    const store = new ForgetfulStore()
    this.#engine = new BotExecutionEngine({
      ...engineOptionsOf(options),
      id: 'backtest',
      strategy: options.strategy,
      params: options.params,
      capital: plan.capital,
      feed,
      clock,
      reference: prelude.history,
      accounts: this.#accounts.map(({ account }) => account),
      store,
      leases: store,
      logger: this.#observer.logger,
      sink: sinkOf(this.#digest, options.sink),
    })
    this.#observer.watch(this.#engine)
    this.#drive = new Drive({ clock, feed, store, engine: this.#engine })
  }

  /** Resolves when the bot runs. @throws what keeps it from running */
  async begin(): Promise<void> {
    const { clock, feed, plan } = this.#parts
    // Before venue and bot, so that what they do to a price is valued at that price.
    await tapPrices(feed, plan.subscriptions, (exchange, symbol, price) =>
      this.#performance.price(exchange, symbol, price, clock.now()),
    )
    await this.#drive.until(this.#engine.initialize())
  }

  /** Returns false when the end of the period is reached. */
  async play(events: readonly PlayedEvent[]): Promise<boolean> {
    const { feed, clock, options } = this.#parts
    const { to } = options
    const end = to === undefined ? -1 : events.findIndex((event) => (timeOf(event) ?? Number.NEGATIVE_INFINITY) >= to)
    await this.#drive.play(end < 0 ? events : events.slice(0, end))
    options.onProgress?.(feed.counts.played, clock.now())
    return end < 0
  }

  async end(complete: boolean): Promise<BacktestResult> {
    const { clock, feed, options, plan } = this.#parts
    const { name, version } = options.strategy
    const standing = this.#observer.standing
    await this.#drive.until(this.#engine.cleanup('the data end'))
    const metrics = this.#performance.metrics(clock.now())
    const assets = new Set(plan.instruments.flatMap(({ base, quote }) => [base, quote]))
    return {
      version: 1,
      strategy: { name, version },
      params: plan.params,
      markets: plan.markets,
      seed: options.seed ?? 1,
      metrics,
      counts: { ...this.#observer.counts, events: feed.counts },
      fills: this.#observer.fills,
      trips: this.#observer.trips,
      positions: this.#performance.positions,
      curve: this.#performance.curve,
      states: this.#observer.states,
      journal: this.#digest.figures,
      assumptions: [...new Set(this.#accounts.flatMap(({ venue }) => venue.assumptions()))],
      warnings: warningsOf({
        feed,
        observer: this.#observer,
        standing,
        metrics,
        subscriptions: plan.subscriptions,
        assets,
      }),
      complete,
    }
  }
}

function accountsOf({ clock, feed, options, plan }: RunParts, { logger }: Observer): readonly PaperAccount[] {
  const { allowShort = false, balances, paper: rules = {}, seed = 1 } = options
  const random = seededRandom(seed)
  const quote = plan.instruments[0]?.quote ?? ''
  return [...new Set(plan.markets.map(({ exchange }) => exchange))].map((exchange) =>
    paperAccount({
      exchange,
      feed,
      clock,
      random,
      rules,
      allowShort,
      logger,
      instruments: plan.instruments,
      balances: balances ?? { [quote]: plan.capital },
      symbols: plan.markets.filter((market) => market.exchange === exchange).map(({ symbol }) => symbol),
    }),
  )
}

/** Only what is set: the engine has its own defaults. */
function engineOptionsOf({ allowShort, barriers, limits, policies, staleAfterMs }: BacktestOptions) {
  return {
    ...(allowShort !== undefined && { allowShort }),
    ...(barriers !== undefined && { barriers }),
    ...(limits !== undefined && { limits }),
    ...(policies !== undefined && { policies }),
    ...(staleAfterMs !== undefined && { staleAfterMs }),
  }
}

function sinkOf(digest: JournalDigest, sink: JournalSink | undefined): JournalSink {
  if (sink === undefined) return digest
  return {
    write: (entry) => {
      digest.write(entry)
      sink.write(entry)
    },
  }
}
