import { ManualClock } from '@md/types/testing'
import { expect } from 'vitest'
import { exact } from '../src/decimal/exact.ts'
import type { PaperFault, PaperFaults } from '../src/paper/faults.ts'
import { PaperVenue } from '../src/paper/paper-venue.ts'
import { replayJournal } from '../src/replay/replay-journal.ts'
import { MemoryLeases } from '../src/store/memory-leases.ts'
import { MemoryStore } from '../src/store/memory-store.ts'
import { type Happening, NEXT, type Script, scripted } from './chaos-script.ts'
import { EngineStage, turns } from './engine-stage.ts'
import { PaperFeed } from './paper-feed.ts'
import { INSTRUMENT } from './paper-stage.ts'

const CAPITAL = 100_000

export interface ChaosOptions {
  readonly latencyMs: number
  readonly maxPositionValue: string
  /** The lowest price anything is ever asked at. */
  readonly lowest: number
}

/** One bot through whatever happens, crashes included, and the promises it has to keep all the while. */
export class ChaosRun {
  readonly #clock = new ManualClock()
  readonly #feed = new PaperFeed(this.#clock)
  readonly #leases = new MemoryLeases()
  readonly #store = new MemoryStore({ leases: this.#leases })
  readonly #venue: PaperVenue
  readonly #params: Script
  readonly #most: number
  readonly #limit: string
  readonly #sent = new Set<string>()
  #faults: (PaperFault | undefined)[] = []
  #mayNotSend = false
  #last = 100
  #stage: EngineStage
  readonly #stages: EngineStage[] = []

  constructor(happenings: readonly Happening[], { latencyMs, lowest, maxPositionValue }: ChaosOptions) {
    this.#params = { steps: happenings.flatMap((one) => (one.kind === 'price' ? [one.wants] : [])) }
    this.#limit = maxPositionValue
    this.#most = Number(maxPositionValue) / lowest
    this.#venue = new PaperVenue({
      exchange: 'binance',
      feed: this.#feed,
      instruments: [INSTRUMENT],
      balances: { USDT: String(CAPITAL) },
      clock: this.#clock,
      random: () => 0.5,
      fees: { maker: 0, taker: 0.001, asset: 'quote' },
      latency: { orderMs: latencyMs, cancelMs: latencyMs },
      faults: this.#watch,
    })
    this.#stage = this.#newStage()
  }

  async begin(): Promise<void> {
    const begun = this.#stage.engine.initialize()
    await this.#stage.pass(1_000)
    await begun
    this.#book(100)
  }

  async happen(happening: Happening): Promise<void> {
    const { engine } = this.#stage
    switch (happening.kind) {
      case 'price':
        this.#book(happening.last)
        this.#last = happening.last
        await this.#stage.price(happening.last)
        break
      case 'pass':
        await this.#stage.pass(happening.ms)
        break
      case 'faults':
        this.#faults = [...happening.next]
        break
      case 'command':
        await this.#command(happening.command)
        break
      case 'cut':
        this.#feed.event({ type: 'exchange:disconnected', data: connection('RECONNECTING') })
        break
      case 'mend':
        this.#feed.event({ type: 'exchange:connected', data: connection('CONNECTED') })
        break
      case 'book-lost':
        this.#feed.loseBook()
        break
      case 'crash':
        await this.#crash()
    }
    await turns(2)
    expect(engine.status().openOrders.filter(({ ref }) => ref.startsWith('@exit/')).length).toBeLessThanOrEqual(1)
    await this.#checkLimit()
  }

  /** Everything is mended, and time given to find out what is still open; then the books have to be right. */
  async end(): Promise<void> {
    this.#faults = []
    this.#mayNotSend = false
    await this.#stage.killSwitch.rearm('process', '', 'the end').catch(() => undefined)
    this.#stage.engine.command('rearm', 'the end')
    await this.happen({ kind: 'mend' })
    await this.happen({ kind: 'price', last: 100, wants: [] })
    await this.#stage.pass(45_000)
    await this.#checkBooks()
    for (const stage of this.#stages) {
      expect(replayJournal(stage.journal, scripted).difference).toBeUndefined()
      for (const { from, to } of stage.told.state) expect(NEXT[from], `${from} → ${to}`).toContain(to)
      expect(stage.told.fault.filter(({ where }) => where === 'engine' || where === 'state')).toEqual([])
    }
  }

  readonly #watch: PaperFaults = (request) => {
    if (request.kind === 'place') {
      expect(this.#mayNotSend, 'an order left after the halt').toBe(false)
      expect(this.#sent, 'sent twice').not.toContain(request.order.clientOrderId)
      this.#sent.add(request.order.clientOrderId)
    }
    return this.#faults.shift()
  }

  #newStage(): EngineStage {
    const [clock, feed, leases, store, venue] = [this.#clock, this.#feed, this.#leases, this.#store, this.#venue]
    const bot = {
      params: this.#params,
      barriers: { stopLoss: 0.03, takeProfit: 0.04 },
      limits: { maxPositionValue: this.#limit, maxOpenOrders: 8 },
    }
    const stage = new EngineStage(scripted, { clock, feed, leases, store, venue, bot })
    this.#stages.push(stage)
    return stage
  }

  #book(middle: number): void {
    this.#feed.showBook([[middle - 0.1, 50]], [[middle + 0.1, 50]])
  }

  async #command(command: Extract<Happening, { readonly kind: 'command' }>['command']): Promise<void> {
    const { engine, killSwitch } = this.#stage
    if (command === 'halt') {
      const latch = { scope: 'process', id: '', cause: 'a drill', by: 'the test', at: this.#clock.now() } as const
      void killSwitch.halt(latch)
      this.#mayNotSend = true
    }
    if (command === 'rearm' && killSwitch.latches().length > 0) {
      await killSwitch.rearm('process', '', 'the test')
      this.#mayNotSend = false
    }
    engine.command(command, 'the test says so')
  }

  /** In the middle of whatever is under way. */
  async #crash(): Promise<void> {
    this.#leases.revoke('one', 'the process died')
    await turns(2)
    this.#stage = this.#newStage()
    await this.#stage.killSwitch.restore()
    void this.#stage.engine.initialize()
    await this.#stage.pass(15_000)
    expect(['running', 'degraded', 'paused', 'failed']).toContain(this.#stage.engine.state)
  }

  /** What the venue has, and not what the bot believes. */
  async #checkLimit(): Promise<void> {
    const held = Number(await this.#total('BTC'))
    const open = await this.#inTime(this.#venue.openOrders())
    const buying = open
      .filter(({ side }) => side === 'buy')
      .reduce((sum, { amount, filled }) => sum + Number(amount) - Number(filled), 0)
    expect(held + buying).toBeLessThanOrEqual(this.#most)
    expect(held).toBeGreaterThanOrEqual(0)
  }

  async #checkBooks(): Promise<void> {
    const { positions, realised } = this.#stage.engine.status()
    const [position] = positions
    const base = exact(await this.#total('BTC'))
    const cash = exact(await this.#total('USDT')).minus(CAPITAL)
    expect(position?.amount).toBe(base.isZero() ? '0' : base.toFixed())
    const bot = exact(realised).plus(position?.unrealised ?? '0')
    expect(
      bot
        .minus(cash.plus(base.mul(this.#last)))
        .abs()
        .toNumber(),
    ).toBeLessThan(1e-9)
  }

  async #total(asset: string): Promise<string> {
    const balances = await this.#inTime(this.#venue.balances())
    const balance = balances.find((one) => one.asset === asset)
    return exact(balance?.free ?? '0')
      .plus(balance?.locked ?? '0')
      .toFixed()
  }

  /** A venue that is far away answers as time passes. */
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let isThere = false
    const arrived = answer.finally(() => {
      isThere = true
    })
    for (await turns(1); !isThere; await turns(1)) this.#clock.advance(5)
    return arrived
  }
}

const connection = (state: 'RECONNECTING' | 'CONNECTED') =>
  ({ exchange: 'binance', state, previous: 'CONNECTED', reason: 'the test', at: 0 }) as const
