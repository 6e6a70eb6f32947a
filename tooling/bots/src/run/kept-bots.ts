import { join } from 'node:path'
import { type Fleet, type JournalFile, type Latch, openJournalFile } from '@md/bot-engine'
import { reportOf } from '@md/types'
import type { BotPlan } from '../bots-file.ts'
import type { BotReport } from '../report/bot-report.ts'
import type { Accounts } from './accounts.ts'
import { definitionOf, reportOfBot } from './bot-of-file.ts'
import { LastHeard } from './last-heard.ts'
import type { BotsParts } from './parts.ts'

/** Of reasons for not being ready: nobody reads a thousand. */
const SHOWN = 20

/** A bot of the file, whether it runs or not. */
interface Kept {
  readonly plan: BotPlan
  /** Resolves when it runs, or is known not to. */
  starting: Promise<void>
  journal: JournalFile | undefined
  problem: BotReport['lastFault']
  /** It is to run no more: also not once it has begun. */
  isLeaving: boolean
}

export interface KeptBotsOptions {
  readonly parts: BotsParts
  readonly fleet: Fleet
  readonly accounts: Accounts
  readonly haltOf: (plan: BotPlan) => Latch | undefined
}

/** The bots of the file in the fleet. One that cannot run is told of all the same, and keeps no other from running. */
export class KeptBots {
  readonly #options: KeptBotsOptions
  readonly #heard: LastHeard
  readonly #kept = new Map<string, Kept>()
  /** Places in the file, by id. */
  #places: ReadonlyMap<string, number> = new Map()

  constructor(options: KeptBotsOptions) {
    this.#options = options
    this.#heard = new LastHeard(options.fleet, options.parts)
  }

  get ids(): readonly string[] {
    return [...this.#kept.keys()]
  }

  plan(id: string): BotPlan | undefined {
    return this.#kept.get(id)?.plan
  }

  /** The order in which they are told of; those that are just leaving come first. */
  arrange(plans: readonly BotPlan[]): void {
    this.#places = new Map(plans.map(({ id }, index) => [id, index]))
  }

  begin(plan: BotPlan): void {
    const { clock, logger } = this.#options.parts
    const kept: Kept = { plan, starting: Promise.resolve(), journal: undefined, problem: undefined, isLeaving: false }
    this.#kept.set(plan.id, kept)
    kept.starting = this.#start(kept).catch((error: unknown) => {
      const report = reportOf(error)
      kept.problem = { ...report, at: clock.now() }
      logger.error({ botId: plan.id, ...report }, 'a bot does not run')
    })
  }

  /** By the bot's own policy for open orders. */
  async end(id: string, reason: string, deadlineMs: number): Promise<void> {
    const { fleet, parts } = this.#options
    const kept = this.#kept.get(id)
    if (kept !== undefined) kept.isLeaving = true
    try {
      if (fleet.bot(id) !== undefined) await fleet.stop(id, reason, { deadlineMs })
    } catch (error) {
      parts.logger.error({ botId: id, ...reportOf(error) }, 'a bot did not end in good order')
    }
    await kept?.starting
    await kept?.journal?.close()
  }

  forget(id: string): void {
    this.#kept.delete(id)
    this.#heard.forget(id)
  }

  /** Resolves when every bot runs, or is known not to. */
  async started(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(({ starting }) => starting))
  }

  reports(): readonly BotReport[] {
    return this.#inOrder().map((kept) => this.#report(kept))
  }

  /** Which do not run, each in a sentence. Asked often: a bot that runs costs next to nothing. */
  notRunning(): readonly string[] {
    const idle = this.#inOrder().filter(({ plan }) => this.#options.fleet.bot(plan.id)?.state !== 'running')
    const sentences = idle.slice(0, SHOWN).map((kept) => {
      const { id, reason, state } = this.#report(kept)
      return `bot ${id} is ${state}${reason === undefined ? '' : `: ${reason}`}`
    })
    return idle.length > SHOWN ? [...sentences, `${idle.length - SHOWN} more bots do not run`] : sentences
  }

  async #start(kept: Kept): Promise<void> {
    const { accounts, fleet, parts } = this.#options
    const { clock, file, folder, logger } = parts
    const { account, id, journal, subscriptions } = kept.plan
    // Before anything is waited for: whoever opens the account asks for all of its markets.
    for (const market of subscriptions) accounts.ensure(account, market)
    if (journal.inputs && folder !== undefined)
      kept.journal = await openJournalFile({ folder: join(folder, 'journal', id), clock, logger })
    if (kept.isLeaving) return
    // Side by side: a bot that is in the fleet later hears of a halt later.
    await Promise.all([fleet.start(definitionOf(kept.plan, file.paper.allowShort, kept.journal)), this.#recall(id)])
  }

  /** Told to people alone: a bot runs without it. */
  async #recall(id: string): Promise<void> {
    const { logger, storage } = this.#options.parts
    try {
      const fill = await storage.lastFill?.(id)
      if (fill !== undefined) this.#heard.remember(id, fill)
    } catch (error) {
      logger.warn({ botId: id, ...reportOf(error) }, 'the last fill of a bot cannot be told')
    }
  }

  #report({ plan, problem }: Kept): BotReport {
    const { fleet, haltOf } = this.#options
    const heard = this.#heard.of(plan.id)
    const lastFault = problem ?? heard.lastFault
    return reportOfBot(plan, fleet.bot(plan.id)?.status(), { ...heard, lastFault, halted: haltOf(plan) })
  }

  #inOrder(): readonly Kept[] {
    const place = ({ plan }: Kept): number => this.#places.get(plan.id) ?? -1
    return [...this.#kept.values()].toSorted((a, b) => place(a) - place(b))
  }
}
