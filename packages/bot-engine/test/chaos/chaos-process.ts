import { type Clock, type MarketFeed, type OrderRequest, silentLogger } from '@md/types'
import { expect } from 'vitest'
import type { BotEvents } from '../../src/engine/effects.ts'
import { Fleet } from '../../src/fleet/fleet.ts'
import type { JournalEntry } from '../../src/journal/entry.ts'
import { Gate } from '../../src/risk/gate.ts'
import { KillSwitch } from '../../src/risk/kill-switch.ts'
import type { RiskLimits, SharedRiskLimits } from '../../src/risk/limits.ts'
import { SharedRisk } from '../../src/risk/shared-risk.ts'
import { VenueHub } from '../../src/venue/venue-hub.ts'
import { INSTRUMENT } from '../paper-stage.ts'
import { type ChaosDisk, ChaosStore } from './chaos-disk.ts'
import type { ChaosLine, LineEnd } from './chaos-line.ts'
import { ACCOUNT } from './halts.ts'
import { BOTS, type ChaosBot, type ChaosExchange, EXCHANGES } from './happening.ts'
import { type Script, scripted } from './script.ts'

export interface ProcessParts {
  readonly clock: Clock
  readonly feed: MarketFeed
  readonly disk: ChaosDisk
  readonly lines: ReadonlyMap<ChaosExchange, ChaosLine>
  readonly scripts: Readonly<Record<ChaosBot, Script>>
  readonly limits: RiskLimits
  readonly sharedLimits: SharedRiskLimits
  readonly allowShort: boolean
  /** An order leaves. */
  readonly sent: (order: OrderRequest) => void
}

/** What one run of a bot decided and told. */
export interface Run {
  readonly bot: ChaosBot
  readonly journal: JournalEntry[]
  readonly states: BotEvents['state'][]
  readonly faults: BotEvents['fault'][]
  readonly refusals: BotEvents['refusal'][]
}

/** Two bots in one process on two venues, under limits they share. Dies without a word. */
export class ChaosProcess {
  readonly killSwitch: KillSwitch
  readonly fleet: Fleet
  readonly runs: Run[] = []
  readonly #parts: ProcessParts
  readonly #store: ChaosStore
  readonly #ends: LineEnd[] = []
  readonly #ending = new Set<ChaosBot>()
  #isDead = false

  constructor(parts: ProcessParts) {
    const { clock, disk, feed, lines, sharedLimits } = parts
    this.#parts = parts
    this.#store = new ChaosStore(disk, clock)
    this.killSwitch = new KillSwitch({ store: this.#store, onFailure: (error) => expect.unreachable(String(error)) })
    this.fleet = new Fleet({
      feed,
      reference: {
        instruments: async (exchange) => EXCHANGES.flatMap((one) => (one === exchange ? [instrumentOf(one)] : [])),
        candles: async () => [],
      },
      store: this.#store,
      leases: disk.leases,
      clock,
      logger: silentLogger,
      accounts: [...lines].map(([exchange, line]) => this.#account(exchange, line)),
      killSwitch: this.killSwitch,
      sharedRisk: [
        new SharedRisk({ scope: 'process', id: '', limits: sharedLimits }),
        new SharedRisk({ scope: 'account', id: ACCOUNT, limits: { maxOrdersPerMinute: 60 } }),
      ],
    })
    this.fleet.on('state', ({ botId, event }) => this.#run(botId)?.states.push(event))
    this.fleet.on('fault', ({ botId, event }) => this.#run(botId)?.faults.push(event))
    this.fleet.on('refusal', ({ botId, event }) => this.#run(botId)?.refusals.push(event))
  }

  async begin(): Promise<void> {
    await this.killSwitch.restore()
    for (const bot of BOTS) this.start(bot)
  }

  /** What it waits for may take as long as it likes. */
  start(bot: ChaosBot): void {
    const { allowShort, limits, scripts } = this.#parts
    const run: Run = { bot, journal: [], states: [], faults: [], refusals: [] }
    this.runs.push(run)
    const started = this.fleet.start({
      id: bot,
      account: ACCOUNT,
      strategy: scripted,
      params: scripts[bot],
      barriers: { stopLoss: 0.03, takeProfit: 0.04 },
      limits,
      allowShort,
      capital: '100000',
      // What an entry holds of the strategy's state is alive: whoever keeps it keeps a copy.
      sink: { write: (entry) => run.journal.push(structuredClone(entry)) },
    })
    started.catch((error: unknown) =>
      run.faults.push({ where: 'engine', message: String(error) } as BotEvents['fault']),
    )
  }

  /** Its lease is gone; it is started again once it has ended, as whoever looks after the process would. */
  async restart(bot: ChaosBot): Promise<void> {
    if (!this.fleet.ids.includes(bot) || this.#ending.has(bot)) return
    this.#ending.add(bot)
    this.#parts.disk.leases.revoke(bot, 'the lease ran out')
    await this.fleet.stop(bot, 'it lost its lease')
    this.#ending.delete(bot)
    if (!this.#isDead) this.start(bot)
  }

  async die(kept: number): Promise<void> {
    this.#isDead = true
    for (const end of this.#ends) end.die()
    await this.#store.die(kept)
    for (const bot of BOTS) this.#parts.disk.leases.revoke(bot, 'the process died')
  }

  #account(exchange: ChaosExchange, line: ChaosLine) {
    const { clock, sent } = this.#parts
    const venue = line.end(sent, () => clock.now())
    this.#ends.push(venue)
    const gate = new Gate({ venue, killSwitch: this.killSwitch, clock })
    const hub = new VenueHub(gate.venue, { logger: silentLogger, clock })
    return { name: ACCOUNT, exchange, gate, hub, fees: { taker: 0.001, inBase: false } }
  }

  #run(botId: string): Run | undefined {
    return this.runs.findLast(({ bot }) => bot === botId)
  }
}

export const instrumentOf = (exchange: ChaosExchange) => ({ ...INSTRUMENT, exchange })
