import { Fleet, KillSwitch, type Latch } from '@md/bot-engine'
import type { Family, Order } from '@md/service'
import { reportOf } from '@md/types'
import type { BotPlan, BotsFile } from '../bots-file.ts'
import { type Changes, changesBetween } from '../changes.ts'
import type { BotCommandName, Commanded, ProcessCommandName } from '../commands/commanded.ts'
import { botFamilies } from '../report/bot-families.ts'
import type { BotReport } from '../report/bot-report.ts'
import type { Orphan } from '../report/orphan.ts'
import { Accounts } from './accounts.ts'
import { CommandRefusedError } from './errors.ts'
import { KeptBots } from './kept-bots.ts'
import { findOrphans } from './orphans.ts'
import type { BotsParts } from './parts.ts'

/** How long a bot that a reload ends may take. In ms. */
const RELOAD_DEADLINE_MS = 10_000

/** Sections of the file that are read at the start alone. */
const FIXED = ['accounts', 'limits', 'paper', 'store'] as const

/** Starts the bots of a file. One that cannot run says why, and keeps no other from running. @throws StoreError */
export async function startBots(parts: BotsParts): Promise<Bots> {
  const killSwitch = new KillSwitch({
    store: parts.storage,
    onFailure: (error) => parts.logger.error({ ...reportOf(error) }, 'a listener of the kill switch failed'),
  })
  await killSwitch.restore()
  // Before any bot begins: a halt that comes meanwhile would have to wait for it.
  return new Bots(parts, killSwitch, await findOrphans(parts.file.bots.map(idOf), parts))
}

/** All bots of a process. */
export class Bots implements Commanded {
  readonly fleet: Fleet
  readonly #parts: BotsParts
  readonly #killSwitch: KillSwitch
  readonly #accounts: Accounts
  readonly #kept: KeptBots
  #file: BotsFile
  #reloading: Promise<unknown> = Promise.resolve()
  #draining = false
  /** Bots that left the file while nobody ran them, or that kept what they had when they left. */
  #orphans: readonly Orphan[]

  constructor(parts: BotsParts, killSwitch: KillSwitch, orphans: readonly Orphan[]) {
    const { clock, feed, file, logger, reference, storage } = parts
    this.#parts = parts
    this.#file = file
    this.#killSwitch = killSwitch
    this.#orphans = orphans
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
    this.#kept = new KeptBots({
      parts,
      fleet: this.fleet,
      accounts: this.#accounts,
      haltOf: (plan) => this.#haltOf(plan),
    })
    killSwitch.on('halted', (latch) => logger.warn({ latch }, 'trading is halted'))
    killSwitch.on('rearmed', ({ by, latch }) => logger.warn({ latch, by }, 'trading is armed again'))
    killSwitch.on('failed', (error) => logger.error({ ...reportOf(error) }, 'a halt is not kept'))
    this.#kept.arrange(file.bots)
    for (const plan of file.bots) this.#kept.begin(plan)
  }

  reports(): readonly BotReport[] {
    return this.#kept.reports()
  }

  /** Which bots do not run, each in a sentence. */
  notRunning(): readonly string[] {
    return this.#kept.notRunning()
  }

  standing(): object {
    const halts = this.#killSwitch.latches()
    return { halts, draining: this.#draining, orphans: this.#orphans, paper: this.#accounts.assumptions }
  }

  families(): readonly Family[] {
    return botFamilies(this.reports())
  }

  async commandBot(id: string, command: BotCommandName, order: Order): Promise<object> {
    const { by, reason } = order
    const plan = this.#kept.plan(id)
    if (plan === undefined) throw new CommandRefusedError(command, `bot ${id}`, 'it is not here')
    if (command === 'halt') return this.fleet.halt(this.#latch('bot', id, order))
    if (command === 'rearm') return this.#rearm('bot', id, order)
    const halt = this.#haltOf(plan)
    if (halt !== undefined && command !== 'pause')
      throw new CommandRefusedError(command, `bot ${id}`, `${halt.scope} halted (${halt.cause}): rearm it first`)
    const state = this.fleet.bot(id)?.state ?? 'stopped'
    if (UNABLE.has(state)) throw new CommandRefusedError(command, `bot ${id}`, `it is ${state}`)
    this.fleet.command(id, command, `${reason} (${by})`)
    const { state: now, trading } = this.fleet.bot(id)?.status() ?? {}
    return { id, state: now, trading }
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
    await Promise.all(this.#kept.ids.map((id) => this.#kept.end(id, 'the process leaves', deadlineMs)))
    await this.#accounts.close()
    await this.#parts.storage.close()
  }

  async #rearm(scope: 'bot' | 'process', id: string, { by, reason }: Order): Promise<object> {
    const isLatched = this.#killSwitch.latches().some((latch) => latch.scope === scope && latch.id === id)
    const plan = scope === 'bot' && !isLatched ? this.#kept.plan(id) : undefined
    const halt = plan && this.#haltOf(plan)
    if (halt !== undefined)
      throw new CommandRefusedError('rearm', `bot ${id}`, `it is the ${halt.scope} that is halted (${halt.cause})`)
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
    this.#kept.arrange(file.bots)
    await this.#become(changes, reason)
    this.#orphans = await findOrphans(file.bots.map(idOf), this.#parts)
    const { added, changed, removed, same } = changes
    return { added: added.map(idOf), removed, changed: changed.map(idOf), same }
  }

  async #become({ added, changed, removed }: Changes, reason: string): Promise<void> {
    const ending = [...removed, ...changed.map(idOf)]
    await Promise.all(ending.map((id) => this.#kept.end(id, `reload: ${reason}`, RELOAD_DEADLINE_MS)))
    for (const id of removed) this.#kept.forget(id)
    if (this.#draining) return
    for (const plan of [...changed, ...added]) this.#kept.begin(plan)
    await this.#kept.started()
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

const UNABLE: ReadonlySet<string> = new Set(['created', 'initializing', 'stopping', 'stopped'])

const idOf = ({ id }: BotPlan): string => id
