import type { OrderRequest } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect } from 'vitest'
import type { PaperFault } from '../../src/paper/faults.ts'
import { PaperVenue } from '../../src/paper/paper-venue.ts'
import { turns } from '../engine-stage.ts'
import { JumpyClock } from '../jumpy-clock.ts'
import { ChaosDisk } from './chaos-disk.ts'
import { ChaosFeed } from './chaos-feed.ts'
import { ChaosLine } from './chaos-line.ts'
import { ChaosProcess, instrumentOf, type ProcessParts } from './chaos-process.ts'
import { botOf, Halts, latchOf } from './halts.ts'
import {
  BOTS,
  type ChaosBot,
  type ChaosExchange,
  EXCHANGES,
  type Happening,
  type Scope,
  type StoreMood,
} from './happening.ts'
import { checkBooks, checkExits, checkLimits, checkRun } from './promises.ts'

export interface ChaosOptions {
  readonly latencyMs: number
  readonly allowShort: boolean
  /** At the beginning. */
  readonly store: StoreMood
}

/** Two bots through whatever happens, and the promises they have to keep all the while. */
export class ChaosRun {
  readonly #time = new ManualClock()
  readonly #wall = new JumpyClock(this.#time)
  readonly #disk = new ChaosDisk()
  /** The market as it is, and as the bots hear of it. */
  readonly #market = new ChaosFeed(this.#time, this.#time)
  readonly #feed = new ChaosFeed(this.#time, this.#wall)
  readonly #lines: ReadonlyMap<ChaosExchange, ChaosLine>
  readonly #faults = new Map<ChaosExchange, (PaperFault | undefined)[]>()
  readonly #last = new Map<ChaosExchange, number>()
  readonly #halts = new Halts()
  readonly #sent = new Set<string>()
  /** Promises that were broken the moment an order left. */
  readonly #broken: string[] = []
  #hasRefused = false
  readonly #parts: ProcessParts
  readonly #storeAtFirst: StoreMood
  readonly #processes: ChaosProcess[] = []

  constructor(happenings: readonly Happening[], { allowShort, latencyMs, store }: ChaosOptions) {
    this.#storeAtFirst = store
    const stepsOf = (bot: ChaosBot) => ({
      // The first price of each exchange is only there so that there is one.
      steps: [
        ...EXCHANGES.map(() => []),
        ...happenings.flatMap((one) => (one.kind === 'price' ? [one.wants[bot]] : [])),
      ],
    })
    this.#lines = new Map(EXCHANGES.map((exchange) => [exchange, this.#line(exchange, allowShort, latencyMs)]))
    this.#parts = {
      clock: this.#wall,
      feed: this.#feed,
      disk: this.#disk,
      lines: this.#lines,
      scripts: { one: stepsOf('one'), two: stepsOf('two') },
      limits: LIMITS,
      sharedLimits: SHARED_LIMITS,
      allowShort,
      sent: this.#watch,
    }
  }

  async begin(): Promise<void> {
    for (const line of this.#lines.values()) await line.open()
    await this.#newProcess()
    await this.#pass(1_000)
    for (const exchange of EXCHANGES) this.#price(exchange, 100)
    this.#disk.mood = this.#storeAtFirst
  }

  async happen(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'price':
        this.#price(happening.exchange, happening.last)
        break
      case 'pass':
        await this.#pass(happening.ms)
        break
      case 'clock':
        this.#wall.set(happening.offset)
        break
      case 'faults':
        this.#faults.set(happening.exchange, [...happening.next])
        break
      case 'command':
        this.#fleet.bot(happening.bot)?.command(happening.command, 'the test says so')
        break
      case 'halt':
        this.#halt(happening.scope)
        break
      case 'rearm':
        this.#halts.rearm(happening.scope, this.#rearm(happening.scope))
        break
      case 'feed':
        this.#feed.becomes(happening.exchange, happening.is)
        break
      case 'venue':
        this.#lines.get(happening.exchange)?.becomes(happening.is)
        break
      case 'store':
        this.#store(happening.is)
        break
      case 'lease-lost':
        void this.#process.restart(happening.bot)
        break
      case 'crash':
        await this.#crash(happening.kept)
    }
    await turns(3)
    expect(this.#broken).toEqual([])
    checkExits(this.#fleet)
    checkLimits(this.#venues, this.#parts)
  }

  /** Everything is mended, and time given to find out what is still open; then the books have to be right. */
  async end(): Promise<void> {
    this.#disk.mood = 'well'
    this.#wall.set(0)
    this.#faults.clear()
    await this.#pass(1_000)
    for (const exchange of EXCHANGES) {
      await this.happen({ kind: 'venue', exchange, is: 'back' })
      await this.happen({ kind: 'feed', exchange, is: 'mended' })
    }
    // What a store has refused once only another process can mend; everything else mends itself.
    if (this.#hasRefused) await this.happen({ kind: 'crash', kept: 0 })
    for (const scope of SCOPES) await this.happen({ kind: 'rearm', scope })
    await this.#pass(30_000)
    for (const bot of BOTS) this.#fleet.command(bot, 'rearm', 'the end')
    for (const exchange of EXCHANGES) await this.happen({ kind: 'price', exchange, last: 100, wants: NOTHING })
    await this.#pass(60_000)
    for (const exchange of EXCHANGES) await this.happen({ kind: 'price', exchange, last: 100, wants: NOTHING })
    await this.#pass(5_000)
    checkBooks(this.#fleet, this.#venues, this.#last)
    for (const { runs } of this.#processes) for (const run of runs) checkRun(run)
  }

  get #process(): ChaosProcess {
    const process = this.#processes.at(-1)
    if (process === undefined) throw new Error('nothing runs yet')
    return process
  }

  get #fleet() {
    return this.#process.fleet
  }

  get #venues(): ReadonlyMap<ChaosExchange, PaperVenue> {
    return new Map([...this.#lines].map(([exchange, { venue }]) => [exchange, venue]))
  }

  /** Nothing is thrown here: a desk survives a venue that does. */
  readonly #watch = ({ clientOrderId }: OrderRequest): void => {
    if (this.#halts.forbids(botOf(clientOrderId))) this.#broken.push(`${clientOrderId} left after the halt`)
    if (this.#sent.has(clientOrderId)) this.#broken.push(`${clientOrderId} was sent twice`)
    if (!this.#disk.intents.has(clientOrderId)) this.#broken.push(`${clientOrderId} left before it was on the disk`)
    this.#sent.add(clientOrderId)
  }

  #line(exchange: ChaosExchange, allowShort: boolean, latencyMs: number): ChaosLine {
    return new ChaosLine(
      new PaperVenue({
        exchange,
        feed: this.#market,
        instruments: [instrumentOf(exchange)],
        balances: { USDT: '100000' },
        clock: this.#time,
        random: () => 0.5,
        fees: { maker: 0, taker: 0.001, asset: 'quote' },
        latency: { orderMs: latencyMs, cancelMs: latencyMs },
        allowShort,
        markets: ['BTC/USDT'],
        faults: () => this.#faults.get(exchange)?.shift(),
      }),
    )
  }

  #price(exchange: ChaosExchange, last: number): void {
    this.#time.advance(1)
    this.#last.set(exchange, last)
    this.#market.price(exchange, last)
    this.#feed.price(exchange, last)
  }

  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.#time.advance(Math.min(100, left))
      await turns(2)
    }
  }

  #store(mood: StoreMood): void {
    this.#disk.mood = mood
    if (mood === 'fails') this.#hasRefused = true
  }

  #halt(scope: Scope): void {
    const latch = { ...latchOf(scope), cause: 'a drill', by: 'the test', at: this.#time.now() }
    this.#halts.halt(scope, this.#fleet.halt(latch))
  }

  #rearm(scope: Scope): Promise<void> {
    const { id, scope: of } = latchOf(scope)
    return this.#fleet.rearm(of, id, 'the test')
  }

  async #newProcess(): Promise<void> {
    const process = new ChaosProcess(this.#parts)
    this.#processes.push(process)
    await process.begin()
  }

  async #crash(kept: number): Promise<void> {
    this.#hasRefused = this.#disk.mood === 'fails'
    await this.#process.die(kept)
    this.#halts.processDied()
    await turns(2)
    await this.#newProcess()
    await this.#pass(500)
  }
}

const SCOPES: readonly Scope[] = ['process', 'account', ...BOTS]

const NOTHING = { one: [], two: [] }

const LIMITS = { maxPositionValue: '300', maxGrossExposure: '450', maxOpenOrders: 8 } as const

const SHARED_LIMITS = { maxGrossExposure: '700', maxOpenOrders: 12 } as const
