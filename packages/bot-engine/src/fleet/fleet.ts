import { Emitter } from '@md/runtime'
import { type Clock, InvalidInputError, type Logger, type MarketFeed, type ReferenceData, reportOf } from '@md/types'
import { BotExecutionEngine, type OperatorCommand } from '../engine/bot-execution-engine.ts'
import type { BotEvents } from '../engine/effects.ts'
import { marketsOf } from '../engine/markets.ts'
import type { BotOptions, TradingAccount } from '../engine/options.ts'
import type { BotStatus } from '../engine/status.ts'
import { type HaltAck, haltAll } from '../risk/gate.ts'
import type { KillSwitch } from '../risk/kill-switch.ts'
import type { SharedRisk } from '../risk/shared-risk.ts'
import type { BotStore, Latch, LeaseKeeper } from '../store/store.ts'

/** A bot, but for what the fleet gives to all of its bots. */
export type BotDefinition = Omit<
  BotOptions,
  'feed' | 'reference' | 'store' | 'leases' | 'clock' | 'logger' | 'accounts' | 'sharedRisk'
> & {
  /** Name of the account it trades on. */
  readonly account: string
}

/** An event of a bot, and whose it is. */
export type FleetEvents = { [T in keyof BotEvents]: { readonly botId: string; readonly event: BotEvents[T] } }

export interface FleetOptions {
  readonly feed: MarketFeed
  readonly reference: ReferenceData
  readonly store: BotStore
  readonly leases: LeaseKeeper
  readonly clock: Clock
  readonly logger: Logger
  /** Every account at every venue; one name may stand for accounts at several. */
  readonly accounts: readonly TradingAccount[]
  readonly killSwitch: KillSwitch
  /** Of single accounts, and of the process. */
  readonly sharedRisk?: readonly SharedRisk[]
}

export interface StopOptions {
  /** ms, for each bot. Default 10000. */
  readonly deadlineMs?: number
}

const EVENTS = [
  'state',
  'order',
  'fill',
  'position',
  'round-trip',
  'refusal',
  'exit',
  'note',
  'fault',
] as const satisfies readonly (keyof BotEvents)[]

/** The bots of one process: each on its own, under the limits they share and one kill switch. */
export class Fleet {
  readonly #options: FleetOptions
  readonly #engines = new Map<string, BotExecutionEngine>()
  readonly #accountOf = new Map<string, string>()
  readonly #emitter: Emitter<FleetEvents>

  constructor(options: FleetOptions) {
    this.#options = options
    this.#emitter = new Emitter((error, type) =>
      options.logger.error({ type, ...reportOf(error) }, 'a listener of the fleet failed'),
    )
  }

  get ids(): readonly string[] {
    return [...this.#engines.keys()]
  }

  on<T extends keyof FleetEvents>(type: T, listener: (event: FleetEvents[T]) => void): () => void {
    return this.#emitter.on(type, listener)
  }

  bot(id: string): BotExecutionEngine | undefined {
    return this.#engines.get(id)
  }

  /** @throws InvalidInputError, LeaseHeldError, StoreError; no other bot notices */
  async start(definition: BotDefinition): Promise<BotExecutionEngine> {
    const { account, ...bot } = definition
    if (this.#engines.has(bot.id))
      throw new InvalidInputError('bot id', bot.id, 'one that no other bot of the fleet has')
    const { accounts, clock, feed, leases, logger, reference, sharedRisk = [], store } = this.#options
    const own = accounts.filter(({ name }) => name === account)
    if (own.length === 0)
      throw new InvalidInputError(
        `account of bot ${bot.id}`,
        account,
        `one of ${accounts.map(({ name }) => name).join(', ')}`,
      )
    const engine = new BotExecutionEngine({
      ...bot,
      feed,
      reference,
      store,
      leases,
      clock,
      logger,
      accounts: own.filter(({ exchange }) => this.#trades(bot, exchange)),
      sharedRisk: sharedRisk.filter(({ id, scope }) => scope === 'process' || id === account),
    })
    for (const type of EVENTS) this.#forward(engine, type)
    this.#engines.set(bot.id, engine)
    this.#accountOf.set(bot.id, account)
    try {
      await engine.initialize()
    } catch (error) {
      this.#forget(engine)
      throw error
    }
    if (this.#options.killSwitch.reasonFor({ botId: bot.id, account }) !== undefined)
      engine.command('halt', 'the kill switch is latched')
    return engine
  }

  /** Ends a bot by its policy for open orders. @throws InvalidInputError for an id that is not there */
  async stop(id: string, reason: string, { deadlineMs }: StopOptions = {}): Promise<void> {
    const engine = this.#existing(id)
    await engine.cleanup(reason, deadlineMs === undefined ? {} : { deadlineMs })
    this.#forget(engine)
  }

  async stopAll(reason: string, options: StopOptions = {}): Promise<void> {
    await Promise.all(this.ids.map((id) => this.stop(id, reason, options)))
  }

  /** @throws InvalidInputError for an id that is not there */
  command(id: string, command: OperatorCommand, reason: string): void {
    this.#existing(id).command(command, reason)
  }

  /**
   * No order of the scope leaves from now on, not even an exit; open ones are cancelled. Resolves when it is durable,
   * and what was sent before is answered. Only `rearm` ends it.
   */
  async halt(latch: Latch): Promise<HaltAck> {
    const gates = [...new Set(this.#options.accounts.map(({ gate }) => gate))]
    const acknowledged = haltAll(this.#options.killSwitch, gates, latch)
    for (const engine of this.#inScope(latch)) engine.command('halt', `${latch.cause} (${latch.by})`)
    return acknowledged
  }

  /** @throws InvalidInputError where nothing is halted */
  async rearm(scope: Latch['scope'], id: string, by: string): Promise<void> {
    const { killSwitch } = this.#options
    await killSwitch.rearm(scope, id, by)
    for (const engine of this.#inScope({ scope, id })) {
      const account = this.#accountOf.get(engine.id) ?? ''
      if (killSwitch.reasonFor({ botId: engine.id, account }) === undefined)
        engine.command('rearm', `armed again by ${by}`)
    }
  }

  statuses(): readonly BotStatus[] {
    return [...this.#engines.values()].map((engine) => engine.status())
  }

  #inScope({ id, scope }: Pick<Latch, 'scope' | 'id'>): readonly BotExecutionEngine[] {
    const isIn = (botId: string): boolean =>
      scope === 'process' || (scope === 'bot' ? botId === id : this.#accountOf.get(botId) === id)
    return [...this.#engines.values()].filter((engine) => isIn(engine.id))
  }

  #trades({ params, strategy }: Pick<BotOptions, 'params' | 'strategy'>, exchange: string): boolean {
    const { data, success } = strategy.params.safeParse(params)
    return !success || marketsOf(strategy.subscriptions(data)).some((market) => market.exchange === exchange)
  }

  #forward<T extends keyof BotEvents>(engine: BotExecutionEngine, type: T): void {
    engine.on(type, (event) => this.#emitter.emit(type, { botId: engine.id, event } as FleetEvents[T]))
  }

  #existing(id: string): BotExecutionEngine {
    const engine = this.#engines.get(id)
    if (engine === undefined) throw new InvalidInputError('bot id', id, `one of ${this.ids.join(', ') || 'none'}`)
    return engine
  }

  /** What a bot leaves at the venue goes on counting under the limits it shared, until it runs again. */
  #forget(engine: BotExecutionEngine): void {
    const { id } = engine
    if (this.#engines.get(id) !== engine) return
    this.#engines.delete(id)
    this.#accountOf.delete(id)
    if (leavesNothing(engine.status())) for (const shared of this.#options.sharedRisk ?? []) shared.release(id)
  }
}

/** Nothing is known of a bot that was never put together: what it left before stays. */
const leavesNothing = ({ openOrders, positions }: BotStatus): boolean =>
  positions.length > 0 && openOrders.length === 0 && positions.every(({ size }) => size === 0)
