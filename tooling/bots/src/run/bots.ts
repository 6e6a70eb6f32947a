import { haltAll, KillSwitch, type Latch } from '@md/bot-engine'
import type { Family, Order } from '@md/service'
import { reportOf } from '@md/types'
import type { BotPlan, BotsFile } from '../bots-file.ts'
import { type Changes, changesBetween } from '../changes.ts'
import type { BotCommandName, Commanded, ProcessCommandName } from '../commands/commanded.ts'
import { botFamilies } from '../report/bot-families.ts'
import type { BotReport } from '../report/bot-report.ts'
import { Accounts } from './accounts.ts'
import { CommandRefusedError } from './errors.ts'
import type { BotsParts } from './parts.ts'
import { RunningBot } from './running-bot.ts'

/** How long a bot that a reload ends may take. In ms. */
const RELOAD_DEADLINE_MS = 10_000

/** What is only read at the start. */
const FIXED = ['accounts', 'limits', 'paper', 'store'] as const

/** Starts the bots of a file. Those that cannot run say why, and keep no other from running. @throws StoreError */
export async function startBots(parts: BotsParts): Promise<Bots> {
  const killSwitch = new KillSwitch({
    store: parts.storage,
    onFailure: (error) => parts.logger.error({ ...reportOf(error) }, 'a listener of the kill switch failed'),
  })
  await killSwitch.restore()
  const bots = new Bots(parts, killSwitch)
  bots.start(parts.file.bots)
  return bots
}

/** All bots of a process. */
export class Bots implements Commanded {
  readonly #parts: BotsParts
  readonly #killSwitch: KillSwitch
  readonly #accounts: Accounts
  readonly #bots = new Map<string, RunningBot>()
  #file: BotsFile
  #reloading: Promise<unknown> = Promise.resolve()
  #draining = false

  constructor(parts: BotsParts, killSwitch: KillSwitch) {
    this.#parts = parts
    this.#file = parts.file
    this.#killSwitch = killSwitch
    this.#accounts = new Accounts(parts, killSwitch)
    killSwitch.on('halted', (latch) => parts.logger.warn({ latch }, 'trading is halted'))
    killSwitch.on('rearmed', ({ by, latch }) => parts.logger.warn({ latch, by }, 'trading is armed again'))
    killSwitch.on('failed', (error) => parts.logger.error({ ...reportOf(error) }, 'a halt is not kept'))
  }

  start(plans: readonly BotPlan[]): void {
    for (const plan of plans) {
      const bot = new RunningBot(plan, this.#parts, this.#accounts)
      this.#bots.set(plan.id, bot)
      void bot.start()
    }
  }

  reports(): readonly BotReport[] {
    return [...this.#bots.values()].flatMap((bot) => {
      const report = bot.report(this.#killSwitch.reasonFor({ botId: bot.plan.id, account: bot.plan.account }))
      return report === undefined ? [] : [report]
    })
  }

  standing(): object {
    return { halts: this.#killSwitch.latches(), draining: this.#draining, paper: this.#accounts.assumptions }
  }

  families(): readonly Family[] {
    return botFamilies(this.reports())
  }

  async commandBot(id: string, command: BotCommandName, { by, reason }: Order): Promise<object> {
    const bot = this.#bots.get(id)
    if (bot === undefined) throw new CommandRefusedError(command, `bot ${id}`, 'it is not here')
    if (command === 'halt') return this.#halt({ scope: 'bot', id, cause: reason, by, at: this.#now() }, [bot])
    if (command === 'rearm') return this.#rearm('bot', id, { by, reason }, [bot])
    const halt = this.#killSwitch.reasonFor({ botId: id, account: bot.plan.account })
    const state = bot.engine?.state ?? 'stopped'
    if (state === 'stopped' || state === 'stopping' || state === 'created' || state === 'initializing')
      throw new CommandRefusedError(command, `bot ${id}`, `it is ${state}`)
    if (halt !== undefined && command !== 'pause')
      throw new CommandRefusedError(command, `bot ${id}`, `the ${halt.scope} is halted (${halt.cause}): rearm it first`)
    bot.engine?.command(command, `${reason} (${by})`)
    return { id, state: bot.engine?.state }
  }

  async commandAll(command: ProcessCommandName, { by, reason }: Order): Promise<object> {
    const all = [...this.#bots.values()]
    switch (command) {
      case 'halt':
        return this.#halt({ scope: 'process', id: '', cause: reason, by, at: this.#now() }, all)
      case 'rearm':
        return this.#rearm('process', '', { by, reason }, all)
      case 'reload': {
        const reloaded = this.#reloading.then(() => this.#reload(`${reason} (${by})`))
        this.#reloading = reloaded.catch(() => undefined)
        return reloaded
      }
    }
  }

  /** Ends all bots, each by its policy. Resolves when they have ended, or the deadline has passed. */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true
    await Promise.all([...this.#bots.values()].map((bot) => bot.stop('the executor leaves', deadlineMs)))
    await this.#accounts.close()
    await this.#parts.storage.close()
  }

  /** Nothing leaves from here on, before anything is waited for. */
  async #halt(latch: Latch, bots: readonly RunningBot[]): Promise<object> {
    const acknowledged = haltAll(this.#killSwitch, this.#accounts.gates, latch)
    for (const { engine } of bots) engine?.command('halt', `${latch.cause} (${latch.by})`)
    return acknowledged
  }

  async #rearm(scope: Latch['scope'], id: string, { by, reason }: Order, bots: readonly RunningBot[]): Promise<object> {
    await this.#killSwitch.rearm(scope, id, by)
    for (const { engine, plan } of bots) {
      if (this.#killSwitch.reasonFor({ botId: plan.id, account: plan.account }) !== undefined) continue
      engine?.command('rearm', `${reason} (${by})`)
    }
    return { armed: scope, id, halts: this.#killSwitch.latches() }
  }

  /** What the new file changes; a file with a mistake changes nothing. @throws BotsFileError, CommandRefusedError */
  async #reload(reason: string): Promise<object> {
    const { read } = this.#parts
    if (read === undefined) throw new CommandRefusedError('reload', 'this process', 'its bots stand in no file')
    if (this.#draining) throw new CommandRefusedError('reload', 'this process', 'it is leaving')
    const file = await read()
    const fixed = FIXED.filter((section) => JSON.stringify(file[section]) !== JSON.stringify(this.#file[section]))
    if (fixed.length > 0)
      throw new CommandRefusedError('reload', 'this process', `${fixed.join(', ')} changed: restart it for that`)
    const changes = changesBetween(this.#file.bots, file.bots)
    this.#file = file
    await this.#become(changes, reason)
    const { added, changed, removed, same } = changes
    return { added: added.map(idOf), removed, changed: changed.map(idOf), same }
  }

  async #become({ added, changed, removed }: Changes, reason: string): Promise<void> {
    const ending = [...removed, ...changed.map(idOf)].flatMap((id) => this.#bots.get(id) ?? [])
    await Promise.all(ending.map((bot) => bot.stop(`reload: ${reason}`, RELOAD_DEADLINE_MS)))
    for (const id of removed) this.#bots.delete(id)
    if (!this.#draining) this.start([...changed, ...added])
  }

  #now(): number {
    return Math.round(this.#parts.clock.now())
  }
}

const idOf = ({ id }: BotPlan): string => id
