import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BotExecutionEngine,
  Gate,
  type JournalFile,
  KillSwitch,
  openJournalFile,
  PaperVenue,
  type TradingAccount,
  VenueHub,
} from '@md/bot-engine'
import {
  type BacktestOptions,
  CandleHistory,
  type PlayedEvent,
  runBacktest,
  seededRandom,
  sourceOf,
  timeOf,
  VirtualClock,
} from '@md/bot-engine/backtest'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import { MarketDataWebSocketManager } from '@md/manager'
import { MaintainedBook } from '@md/order-book'
import { type ExchangeId, silentLogger } from '@md/types'
import { FakeAdapter, ManualClock } from '@md/types/testing'
import { TrackedStore } from './tracked-store.ts'

/** What both runs are told; all else each has of its own. */
export interface RunOptions
  extends Pick<BacktestOptions, 'strategy' | 'params' | 'instruments' | 'limits' | 'barriers' | 'policies' | 'paper'> {
  readonly events: readonly PlayedEvent[]
  readonly seed: number
  readonly balances: Readonly<Record<string, string>>
}

type PaperOptions = RunOptions & { readonly startsAt: number }

const CAPITAL = '10000'

/** In a backtest. Returns the lines of the journal, as they are in its file. */
export const backtestJournal = ({ events, ...options }: RunOptions): Promise<readonly string[]> =>
  inFolder(async (folder) => {
    const sink = await openSink(folder)
    await runBacktest({ ...options, source: sourceOf(events), capital: CAPITAL, sink })
    return linesOf(sink, folder)
  })

/** On paper: through the manager, with a store on disk. */
export const paperJournal = (options: RunOptions, startsAt: number): Promise<readonly string[]> =>
  inFolder(async (folder) => {
    const sink = await openSink(folder)
    const stage = await PaperStage.open({ ...options, startsAt }, join(folder, 'bots.sqlite'))
    try {
      const engine = new BotExecutionEngine({ ...stage.botOptions, sink })
      await stage.until(engine.initialize())
      for (const event of options.events) await stage.play(event)
      await stage.until(engine.cleanup('the data end'))
      return await linesOf(sink, folder)
    } finally {
      await stage.close()
    }
  })

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parity-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const openSink = (folder: string): Promise<JournalFile> =>
  openJournalFile({ folder, clock: new ManualClock(), logger: silentLogger })

async function linesOf(sink: JournalFile, folder: string): Promise<readonly string[]> {
  await sink.close()
  const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'))
  return (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n')
}

/** Everything a bot on paper has around it, on a clock that the events move. */
class PaperStage {
  readonly #options: PaperOptions
  readonly #clock: VirtualClock
  readonly #store: TrackedStore
  readonly #manager: MarketDataWebSocketManager
  readonly #adapters = new Map<ExchangeId, FakeAdapter>()
  readonly #books = new Map<ExchangeId, MaintainedBook>()

  static async open(options: PaperOptions, path: string): Promise<PaperStage> {
    const store = await openSqliteStore({ path, owner: 'parity', logger: silentLogger, synchronous: 'normal' })
    const stage = new PaperStage(options, new TrackedStore(store))
    for (const exchange of stage.#adapters.keys()) await stage.#manager.connectToExchange(exchange)
    return stage
  }

  private constructor(options: PaperOptions, store: TrackedStore) {
    const { instruments, startsAt } = options
    this.#options = options
    this.#store = store
    this.#clock = new VirtualClock(startsAt)
    const clock = this.#clock
    for (const { exchange } of instruments)
      this.#adapters.set(exchange, new FakeAdapter(exchange, { clock, instruments }))
    this.#manager = new MarketDataWebSocketManager({
      adapters: Object.fromEntries([...this.#adapters].map(([exchange, adapter]) => [exchange, () => adapter])),
      clock,
      logger: silentLogger,
    })
  }

  get botOptions() {
    const { barriers, limits, params, policies, strategy } = this.#options
    return {
      id: 'backtest',
      strategy,
      params,
      feed: this.#manager,
      reference: new CandleHistory(this.#options.instruments),
      accounts: this.#accounts(),
      store: this.#store,
      leases: this.#store,
      clock: this.#clock,
      logger: silentLogger,
      capital: CAPITAL,
      ...(barriers && { barriers }),
      ...(limits && { limits }),
      ...(policies && { policies }),
    }
  }

  async play(event: PlayedEvent): Promise<void> {
    await this.#advanceTo(timeOf(event) ?? this.#clock.now())
    const adapter = this.#adapters.get(event.data.exchange)
    if (event.type !== 'orderbook') adapter?.emit(event.type, event.data)
    else if (!('bids' in event.data)) adapter?.emit('orderbook', this.#follow(event.data))
    // What is conflated to the latest comes in the next turn: of the loop, and before the disk has answered.
    this.#clock.advanceTo(this.#clock.now())
    await this.#store.settled()
  }

  /** Lets time pass until the work is done. */
  async until(work: Promise<void>): Promise<void> {
    const state = { done: false }
    const finish = (): void => {
      state.done = true
    }
    work.then(finish, finish)
    for (await this.#store.settled(); !state.done; await this.#store.settled()) {
      if (!this.#clock.runNext()) throw new Error('nothing is left to wait for')
    }
    await work
  }

  async close(): Promise<void> {
    await this.#manager.disconnectAll()
    await this.#store.close()
  }

  async #advanceTo(at: number): Promise<void> {
    while (this.#clock.nextAt <= at) {
      this.#clock.runNext()
      await this.#store.settled()
    }
    this.#clock.advanceTo(at)
  }

  #follow({
    change,
    exchange,
    integrity,
    status,
    symbol,
    ...stamp
  }: Extract<PlayedEvent, { type: 'orderbook' }>['data']) {
    const book = this.#books.get(exchange) ?? new MaintainedBook({ exchange, symbol, integrity })
    this.#books.set(exchange, book)
    if (change !== undefined) book.follow(change, stamp)
    book.status = status
    book.change = change
    return book
  }

  #accounts(): readonly TradingAccount[] {
    const { balances, instruments, paper, params, seed, strategy } = this.#options
    const clock = this.#clock
    const random = seededRandom(seed)
    const killSwitch = new KillSwitch({ store: this.#store, onFailure: (error) => Promise.reject(error) })
    const wants = strategy.subscriptions(strategy.params.parse(params))
    return [...new Set(wants.map(({ exchange }) => exchange))].map((exchange) => {
      const markets = [...new Set(wants.filter((want) => want.exchange === exchange).map(({ symbol }) => symbol))]
      const own = { exchange, feed: this.#manager, clock, random, instruments, balances, markets }
      const venue = new PaperVenue({ ...own, ...paper, logger: silentLogger })
      const gate = new Gate({ venue, killSwitch, clock })
      const hub = new VenueHub(gate.venue, { logger: silentLogger })
      return { name: `paper-${exchange}`, exchange, hub, gate, fees: { taker: 0.001, inBase: true } }
    })
  }
}
