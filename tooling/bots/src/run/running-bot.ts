import { join } from 'node:path'
import { BotExecutionEngine, type BotOptions, type JournalFile, type Latch, openJournalFile } from '@md/bot-engine'
import { type ErrorReport, type ExchangeId, type Fill, reportOf } from '@md/types'
import type { BotPlan } from '../bots-file.ts'
import type { BotReport } from '../report/bot-report.ts'
import type { Accounts } from './accounts.ts'
import type { BotsParts } from './parts.ts'

/** One bot of the file, from its start to its end, and what was last heard of it. */
export class RunningBot {
  readonly plan: BotPlan
  readonly #parts: BotsParts
  readonly #accounts: Accounts
  #engine: BotExecutionEngine | undefined
  #journal: JournalFile | undefined
  #starting: Promise<void> = Promise.resolve()
  /** What keeps it from running at all. */
  #problem: ErrorReport | undefined
  #lastOrder: BotReport['lastOrder']
  #lastFill: Fill | undefined
  #lastFault: BotReport['lastFault']

  constructor(plan: BotPlan, parts: BotsParts, accounts: Accounts) {
    this.plan = plan
    this.#parts = parts
    this.#accounts = accounts
  }

  /** `undefined`: it could not be made. */
  get engine(): BotExecutionEngine | undefined {
    return this.#engine
  }

  /** Resolves when it runs, or is known not to. Never rejects: one bot's failure is not another's. */
  start(): Promise<void> {
    this.#starting = this.#start().catch((error: unknown) => {
      this.#problem = reportOf(error)
      this.#parts.logger.error({ botId: this.plan.id, ...this.#problem }, 'a bot does not run')
    })
    return this.#starting
  }

  /** By the bot's own policy for open orders. */
  async stop(reason: string, deadlineMs: number): Promise<void> {
    try {
      await this.#engine?.cleanup(reason, { deadlineMs })
    } catch (error) {
      this.#parts.logger.error({ botId: this.plan.id, ...reportOf(error) }, 'a bot did not end in good order')
    }
    await this.#starting
    await this.#journal?.close()
    for (const shared of this.#accounts.risk(this.plan.account)) shared.release(this.plan.id)
  }

  report(halted: Latch | undefined): BotReport | undefined {
    const { account, capital, mode } = this.plan
    const status = this.#engine?.status()
    if (status === undefined) return undefined
    const { standing } = status
    return {
      ...status,
      mode,
      account,
      reason: this.#problem?.message ?? status.reason,
      halted,
      profit: standing === undefined ? 0 : standing.equity - Number(capital),
      lastOrder: this.#lastOrder,
      lastFill: this.#lastFill,
      lastFault: this.#lastFault,
    }
  }

  async #start(): Promise<void> {
    const { clock, folder, logger } = this.#parts
    const { id, journal } = this.plan
    if (journal.inputs && folder !== undefined)
      this.#journal = await openJournalFile({ folder: join(folder, 'journal', id), clock, logger })
    const engine = new BotExecutionEngine(this.#options())
    this.#engine = engine
    this.#watch(engine)
    await engine.initialize()
  }

  #options(): BotOptions {
    const { clock, feed, file, logger, reference, storage } = this.#parts
    const { account, barriers, capital, id, limits, params, policies, strategy, subscriptions } = this.plan
    const exchanges = new Set<ExchangeId>(subscriptions.map(({ exchange }) => exchange))
    return {
      id,
      strategy,
      params,
      feed,
      reference,
      accounts: [...exchanges].map((exchange) => this.#accounts.of(account, exchange)),
      store: storage,
      leases: storage,
      clock,
      logger,
      limits,
      sharedRisk: this.#accounts.risk(account),
      capital,
      allowShort: file.paper.allowShort,
      policies,
      ...(barriers === undefined ? {} : { barriers }),
      ...(this.#journal === undefined ? {} : { sink: this.#journal }),
    }
  }

  #watch(engine: BotExecutionEngine): void {
    const { clock, logger } = this.#parts
    const { id } = this.plan
    engine.on('state', ({ from, reason, to }) =>
      logger.info({ botId: id, from, to, reason }, 'a bot is in another state'),
    )
    engine.on('order', (order) => {
      this.#lastOrder = { ...order, at: clock.now() }
    })
    engine.on('fill', (fill) => {
      this.#lastFill = fill
      const { amount, exchange, fee, feeAsset, price, side, symbol } = fill
      logger.info({ botId: id, exchange, symbol, side, amount, price, fee, feeAsset }, 'a bot has dealt')
    })
    engine.on('fault', ({ at, code, context, message, recovery, where }) => {
      this.#lastFault = { at, code, message, recovery, context }
      logger.error({ botId: id, where, code, message, context }, 'a bot has failed')
    })
    engine.on('exit', ({ market, price, reason }) =>
      logger.info({ botId: id, market, price, reason }, 'a position is ended'),
    )
  }
}
