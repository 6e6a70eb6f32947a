import { join } from 'node:path'
import { Fleet, type JournalFile, KillSwitch, type Latch, openJournalFile } from '@md/bot-engine'
import type { Family, Order } from '@md/service'
import { reportOf } from '@md/types'
import type { BotPlan, BotsFile } from '../bots-file.ts'
import { type Changes, changesBetween } from '../changes.ts'
import type { BotCommandName, Commanded, ProcessCommandName } from '../commands/commanded.ts'
import { botFamilies } from '../report/bot-families.ts'
import type { BotReport } from '../report/bot-report.ts'
import { Accounts } from './accounts.ts'
import { definitionOf, reportOfBot } from './bot-of-file.ts'
import { CommandRefusedError } from './errors.ts'
import { LastHeard } from './last-heard.ts'
import type { BotsParts } from './parts.ts'

/** How long a bot that a reload ends may take. In ms. */
const RELOAD_DEADLINE_MS = 10_000

/** Sections of the file that are read at the start alone. */
const FIXED = ['accounts', 'limits', 'paper', 'store'] as const

/** A bot of the file, whether it runs or not. */
interface Kept {
  readonly plan: BotPlan
  /** Resolves when it runs, or is known not to. */
  starting: Promise<void>
  journal: JournalFile | undefined
  problem: BotReport['lastFault']
}

/** Starts the bots of a file. One that cannot run says why, and keeps no other from running. @throws StoreError */
export async function startBots(parts: BotsParts): Promise<Bots> {
  const killSwitch = new KillSwitch({
    store: parts.storage,
    onFailure: (error) => parts.logger.error({ ...reportOf(error) }, 'a listener of the kill switch failed'),
  })
  await killSwitch.restore()
  return new Bots(parts, killSwitch)
}

/** All bots of a process. */
export class Bots implements Commanded {
  readonly fleet: Fleet
  readonly #parts: BotsParts
  readonly #killSwitch: KillSwitch
  readonly #accounts: Accounts
  readonly #heard: LastHeard
  readonly #kept = new Map<string, Kept>()
  #file: BotsFile
  #reloading: Promise<unknown> = Promise.resolve()
  #draining = false

  constructor(parts: BotsParts, killSwitch: KillSwitch) {
    const { clock, feed, file, logger, reference, storage } = parts
    this.#parts = parts
    this.#file = file
    this.#killSwitch = killSwitch
    this.#accounts = new Accounts(parts, killSwitch)
    this.fleet = new Fleet({
      feed,
      reference,
      clock,
      logger,
      killSwitch,
      store: storage,
      leases: storage,
      accounts: this.#accounts.all,
      sharedRisk: this.#accounts.risks,
    })
    this.#heard = new LastHeard(this.fleet, parts)
    killSwitch.on('halted', (latch) => logger.warn({ latch }, 'trading is halted'))
    killSwitch.on('rearmed', ({ by, latch }) => logger.warn({ latch, by }, 'trading is armed again'))
    killSwitch.on('failed', (error) => logger.error({ ...reportOf(error) }, 'a halt is not kept'))
    for (const plan of file.bots) this.#begin(plan)
  }

  /** Resolves when every bot runs, or is known not to. */
  async started(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(({ starting }) => starting))
  }

  reports(): readonly BotReport[] {
    return this.#inOrder().map((kept) => this.#report(kept))
  }

  /** Which bots do not run, each in a sentence. Asked often: a bot that runs costs next to nothing. */
  notRunning(): readonly string[] {
    const idle = this.#inOrder().filter(({ plan }) => this.fleet.bot(plan.id)?.state !== 'running')
    const sentences = idle.slice(0, SHOWN).map((kept) => {
      const { id, reason, state } = this.#report(kept)
      return `bot ${id} is ${state}${reason === undefined ? '' : `: ${reason}`}`
    })
    return idle.length > SHOWN ? [...sentences, `${idle.length - SHOWN} more bots do not run`] : sentences
  }

  standing(): object {
    return { halts: this.#killSwitch.latches(), draining: this.#draining, paper: this.#accounts.assumptions }
  }

  families(): readonly Family[] {
    return botFamilies(this.reports())
  }

  async commandBot(id: string, command: BotCommandName, order: Order): Promise<object> {
    const { by, reason } = order
    const plan = this.#kept.get(id)?.plan
    if (plan === undefined) throw new CommandRefusedError(command, `bot ${id}`, 'it is not here')
    if (command === 'halt') return this.fleet.halt(this.#latch('bot', id, order))
    if (command === 'rearm') return this.#rearm('bot', id, order)
    const halt = this.#haltOf(plan)
    if (halt !== undefined && command !== 'pause')
      throw new CommandRefusedError(command, `bot ${id}`, `${halt.scope} halted (${halt.cause}): rearm it first`)
    const state = this.fleet.bot(id)?.state ?? 'stopped'
    if (UNABLE.has(state)) throw new CommandRefusedError(command, `bot ${id}`, `it is ${state}`)
    this.fleet.command(id, command, `${reason} (${by})`)
    return { id, state: this.fleet.bot(id)?.state }
  }

  async commandAll(command: ProcessCommandName, order: Order): Promise<object> {
    switch (command) {
      case 'halt':
        return this.fleet.halt(this.#latch('process', '', order))
      case 'rearm':
        return this.#rearm('process', '', order)
      case 'reload': {
        const reloaded = this.#reloading.then(() => this.#reload(`${order.reason} (${order.by})`))
        this.#reloading = reloaded.catch(() => undefined)
        return reloaded
      }
    }
  }

  /** Ends all bots, each by its policy. Resolves when they have ended, or the deadline has passed. */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true
    await Promise.all([...this.#kept.keys()].map((id) => this.#end(id, 'the process leaves', deadlineMs)))
    await this.#accounts.close()
    await this.#parts.storage.close()
  }

  #begin(plan: BotPlan): void {
    const kept: Kept = { plan, starting: Promise.resolve(), journal: undefined, problem: undefined }
    this.#kept.set(plan.id, kept)
    kept.starting = this.#start(kept).catch((error: unknown) => {
      const report = reportOf(error)
      kept.problem = { ...report, at: this.#now() }
      this.#parts.logger.error({ botId: plan.id, ...report }, 'a bot does not run')
    })
  }

  async #start(kept: Kept): Promise<void> {
    const { clock, folder, logger } = this.#parts
    const { account, id, journal, subscriptions } = kept.plan
    if (journal.inputs && folder !== undefined)
      kept.journal = await openJournalFile({ folder: join(folder, 'journal', id), clock, logger })
    for (const market of subscriptions) this.#accounts.ensure(account, market)
    await this.fleet.start(definitionOf(kept.plan, this.#file.paper.allowShort, kept.journal))
  }

  async #end(id: string, reason: string, deadlineMs: number): Promise<void> {
    const kept = this.#kept.get(id)
    try {
      if (this.fleet.bot(id) !== undefined) await this.fleet.stop(id, reason, { deadlineMs })
    } catch (error) {
      this.#parts.logger.error({ botId: id, ...reportOf(error) }, 'a bot did not end in good order')
    }
    await kept?.starting
    await kept?.journal?.close()
  }

  async #rearm(scope: 'bot' | 'process', id: string, { by, reason }: Order): Promise<object> {
    const isLatched = this.#killSwitch.latches().some((latch) => latch.scope === scope && latch.id === id)
    // A bot halts itself when it has lost its lease, and stays halted when its halt was taken back while it was away.
    if (scope === 'bot' && !isLatched && this.fleet.bot(id)?.status().trading === 'halted')
      this.fleet.command(id, 'rearm', `${reason} (${by})`)
    else await this.fleet.rearm(scope, id, by)
    return { armed: scope, id, halts: this.#killSwitch.latches() }
  }

  /** What the new file changes; one with a mistake changes nothing. @throws BotsFileError, CommandRefusedError */
  async #reload(reason: string): Promise<object> {
    const { read } = this.#parts
    if (read === undefined) throw new CommandRefusedError('reload', 'this process', 'its bots stand in no file')
    if (this.#draining) throw new CommandRefusedError('reload', 'this process', 'it is leaving')
    const file = await read()
    const fixed = FIXED.filter((section) => JSON.stringify(file[section]) !== JSON.stringify(this.#file[section]))
    if (fixed.length > 0)
      throw new CommandRefusedError('reload', 'this process', `${fixed.join(', ')} changed, which needs a restart`)
    const changes = changesBetween(this.#file.bots, file.bots)
    this.#file = file
    await this.#become(changes, reason)
    const { added, changed, removed, same } = changes
    return { added: added.map(idOf), removed, changed: changed.map(idOf), same }
  }

  async #become({ added, changed, removed }: Changes, reason: string): Promise<void> {
    const ending = [...removed, ...changed.map(idOf)]
    await Promise.all(ending.map((id) => this.#end(id, `reload: ${reason}`, RELOAD_DEADLINE_MS)))
    for (const id of removed) {
      this.#kept.delete(id)
      this.#heard.forget(id)
    }
    if (this.#draining) return
    for (const plan of [...changed, ...added]) this.#begin(plan)
    await this.started()
  }

  #report({ plan, problem }: Kept): BotReport {
    const heard = this.#heard.of(plan.id)
    const lastFault = problem ?? heard.lastFault
    return reportOfBot(plan, this.fleet.bot(plan.id)?.status(), { ...heard, lastFault, halted: this.#haltOf(plan) })
  }

  /** As in the file; those that are just leaving it come first. */
  #inOrder(): readonly Kept[] {
    const places = new Map(this.#file.bots.map(({ id }, index) => [id, index]))
    const place = ({ plan }: Kept): number => places.get(plan.id) ?? -1
    return [...this.#kept.values()].toSorted((a, b) => place(a) - place(b))
  }

  #haltOf({ account, id }: BotPlan): Latch | undefined {
    return this.#killSwitch.reasonFor({ botId: id, account })
  }

  #latch(scope: Latch['scope'], id: string, { by, reason }: Order): Latch {
    return { scope, id, cause: reason, by, at: this.#now() }
  }

  #now(): number {
    return Math.round(this.#parts.clock.now())
  }
}

/** Of reasons for not being ready: nobody reads a thousand. */
const SHOWN = 20

const UNABLE: ReadonlySet<string> = new Set(['created', 'initializing', 'stopping', 'stopped'])

const idOf = ({ id }: BotPlan): string => id
