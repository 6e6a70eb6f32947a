import { type BotExecutionEngine, Fleet, type JournalFile, openJournalFile } from '@md/bot-engine'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { startProfile } from '../../stage/cpu-profile.ts'
import { REFERENCE } from '../markets.ts'
import { definitionOf, strategyOf } from './bot-of.ts'
import type { FleetMemory, FleetOpened, FleetOrder, FleetReport } from './calls.ts'
import { Decisions } from './decisions.ts'
import { LoopLag } from './loop-lag.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'

/** A fleet in a process of its own, and what it costs. */
export class BenchFleet {
  readonly #order: FleetOrder
  readonly #surroundings: Surroundings
  readonly #fleet: Fleet
  readonly #decisions = new Decisions()
  readonly #lag = new LoopLag()
  readonly #events: { count: number }
  readonly #told = { orders: 0, fills: 0, refusals: 0, faults: 0 }
  #lastRefusal: string | undefined
  readonly #journals: JournalFile[] = []
  #cpu = process.cpuUsage()
  #at = 0
  #endProfile: (() => Promise<void>) | undefined

  private constructor(order: FleetOrder, surroundings: Surroundings, events: { count: number }) {
    const { account, killSwitch, manager, shared, storage } = surroundings
    this.#order = order
    this.#surroundings = surroundings
    this.#events = events
    this.#fleet = new Fleet({
      feed: manager,
      reference: REFERENCE,
      store: storage,
      leases: storage,
      clock: systemClock,
      logger: silentLogger,
      accounts: [account],
      killSwitch,
      sharedRisk: [shared],
    })
    this.#listen()
  }

  static async prepared(order: FleetOrder): Promise<BenchFleet> {
    const events = { count: 0 }
    const surroundings = await surroundingsOf(order, () => {
      events.count += 1
    })
    return new BenchFleet(order, surroundings, events)
  }

  async open(): Promise<FleetOpened> {
    const began = systemClock.monotonic()
    const strategy = strategyOf(this.#order.strategy, this.#decisions.note)
    const starts: Promise<BotExecutionEngine>[] = []
    for (let index = 0; index < this.#order.bots; index++) {
      const definition = definitionOf(index, strategy, await this.#journalOf(index))
      this.#decisions.expect(String((definition.params as { readonly symbol: string }).symbol))
      starts.push(this.#fleet.start(definition))
    }
    await Promise.all(starts)
    return { startMs: systemClock.monotonic() - began }
  }

  async profile(file: string): Promise<void> {
    this.#endProfile = await startProfile(file)
  }

  mark(): void {
    this.#decisions.mark()
    this.#events.count = 0
    Object.assign(this.#told, { orders: 0, fills: 0, refusals: 0, faults: 0 })
    this.#lag.mark()
    this.#cpu = process.cpuUsage()
    this.#at = systemClock.monotonic()
  }

  async report(): Promise<FleetReport> {
    const { system, user } = process.cpuUsage(this.#cpu)
    const wallMs = systemClock.monotonic() - this.#at
    await this.#endProfile?.()
    this.#endProfile = undefined
    const counts = this.#journals.map((journal) => journal.counts)
    return {
      ...this.#told,
      lastRefusal: this.#lastRefusal,
      events: this.#events.count,
      hooks: this.#decisions.hooks,
      decided: this.#decisions.decided,
      notRunning: this.#fleet.statuses().filter(({ state }) => state !== 'running').length,
      wallMs,
      cpuMs: (system + user) / 1_000,
      fromArrival: this.#decisions.fromArrival.spread,
      fromWrite: this.#decisions.fromWrite.spread,
      loop: this.#lag.spread,
      journalled: {
        written: counts.reduce((sum, { written }) => sum + written, 0),
        lost: counts.reduce((sum, { lost }) => sum + lost, 0),
      },
    }
  }

  async close(): Promise<void> {
    const { manager, storage } = this.#surroundings
    await this.#fleet.stopAll('the bench ends', { deadlineMs: 5_000 })
    await Promise.all(this.#journals.map((journal) => journal.close()))
    await manager.disconnectAll()
    await storage.close()
  }

  async #journalOf(index: number): Promise<JournalFile | undefined> {
    if (!this.#order.journals) return undefined
    const folder = `${this.#order.folder}/journal/bot-${index}`
    const journal = await openJournalFile({ folder, clock: systemClock, logger: silentLogger })
    this.#journals.push(journal)
    return journal
  }

  #listen(): void {
    this.#fleet.on('order', ({ event }) => {
      if (event.status === 'filled' || event.status === 'expired') this.#told.orders += 1
    })
    this.#fleet.on('fill', () => {
      this.#told.fills += 1
    })
    this.#fleet.on('refusal', ({ event }) => {
      this.#told.refusals += 1
      this.#lastRefusal = JSON.stringify(event)
    })
    this.#fleet.on('fault', ({ event }) => {
      this.#told.faults += 1
      this.#lastRefusal = event.message
    })
  }
}

/** Live heap after collections, with buffers, and what the process holds. */
export function weigh(): FleetMemory {
  for (let i = 0; i < 4; i++) globalThis.gc?.()
  const { arrayBuffers, external, heapUsed, rss } = process.memoryUsage()
  return { heap: heapUsed + Math.max(external, arrayBuffers), rss }
}
