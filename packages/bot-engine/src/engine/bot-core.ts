import { type MarketEvent, reportOf } from '@md/types'
import type { InputBody } from '../journal/entry.ts'
import type { Order } from '../orders/order.ts'
import type { BotFigures } from '../risk/shared-risk.ts'
import type { Intent } from '../strategy/intent.ts'
import { Actions } from './actions.ts'
import type { Bot } from './bot.ts'
import { Cancels } from './cancels.ts'
import { checkIntent, intentsOf } from './check-intent.ts'
import { newsProblem } from './check-news.ts'
import { Commands } from './commands.ts'
import { EXECUTION_TIMER, Executions } from './executions.ts'
import { EXIT_TIMER, Exits } from './exits.ts'
import { Faults } from './faults.ts'
import { FollowUps } from './follow-ups.ts'
import { GUARD_TIMER, Guards } from './guards.ts'
import type { HookName } from './hook-runner.ts'
import { type Input, isMarketEvent } from './input.ts'
import { MarketInputs } from './market-inputs.ts'
import { OrderInputs } from './order-inputs.ts'
import { Placement } from './placement.ts'
import { Replacements } from './replacements.ts'

/**
 * One bot without a world: inputs in, decisions out, the same for the same inputs. Each input is one step: it is
 * journalled, the hooks it calls are asked, and what came of it is committed together with the state that led to it.
 */
export class BotCore {
  readonly bot: Bot
  readonly market: MarketInputs
  readonly placement: Placement
  readonly orders: OrderInputs
  readonly exits: Exits
  readonly faults: Faults
  readonly #cancels: Cancels
  readonly #commands: Commands
  readonly #executions: Executions
  readonly #followUps: FollowUps
  readonly #guards: Guards
  readonly #actions: Actions
  readonly #recorder: Bot['recorder']
  readonly #timers: Bot['timers']
  #hasStarted = false

  constructor(bot: Bot, unfinished: ReadonlySet<string>) {
    this.bot = bot
    this.#recorder = bot.recorder
    this.#timers = bot.timers
    this.faults = new Faults(bot, (reason) => this.#commands.fail(reason))
    this.#followUps = new FollowUps({
      bot,
      ask: (hook, input) => this.#ask(hook, input),
      act: (intent, hook) => this.#act(intent, hook),
      onEndless: (hook) => this.fault(hook, `${hook} answers its own consequences without an end`),
    })
    this.#cancels = new Cancels(bot)
    this.placement = new Placement(bot, this.#followUps, (order) => this.#executions.orderChanged(order))
    this.exits = new Exits(bot, this.placement, this.#cancels)
    this.#guards = new Guards(bot, this.exits)
    this.#executions = new Executions(bot, (intent) => this.#actions.act(intent))
    this.#actions = new Actions({
      bot,
      placement: this.placement,
      cancels: this.#cancels,
      exits: this.exits,
      executions: this.#executions,
      guards: this.#guards,
    })
    this.market = new MarketInputs({ bot, guards: this.#guards, followUps: this.#followUps, unfinished })
    this.orders = new OrderInputs({
      bot,
      exits: this.exits,
      guards: this.#guards,
      executions: this.#executions,
      replacements: new Replacements(bot, this.placement),
      followUps: this.#followUps,
    })
    this.#commands = new Commands({
      bot,
      cancels: this.#cancels,
      exits: this.exits,
      guards: this.#guards,
      executions: this.#executions,
    })
  }

  /** One step. @param now the time of the input; engine time does not go back for it */
  handle(input: Input, now: number): void {
    const recorder = this.#recorder
    recorder.advanceTo(now)
    try {
      if (isMarketEvent(input)) {
        recorder.market(input)
        this.market.handle(input)
      } else {
        const problem = newsProblem(input)
        if (problem === undefined) {
          recorder.input(input)
          this.#handle(input)
        } else this.faults.ofVenue(problem)
      }
    } catch (error) {
      // A mistake of ours, and half a step: what it decided is kept like that of a whole one.
      this.fault('engine', reportOf(error).message)
    }
    if (recorder.hasKept) this.#commit()
    if (this.#timers.takeChanged()) this.bot.effects.wakeAt(this.#timers.next?.dueAt)
  }

  /** What limits shared with other bots are told. */
  figures(): BotFigures | undefined {
    return this.placement.figures()
  }

  /** The strategy cannot go on; what becomes of its positions is the bot's policy. */
  fault(where: string, message: string): void {
    this.faults.ofStrategy(where, message)
  }

  /** A strategy that failed a moment ago, or was stopped, is asked nothing more. */
  #ask(hook: HookName, input: unknown): readonly Intent[] {
    if (!this.bot.life.asksStrategy) return []
    return intentsOf(this.bot.hooks.run(hook, input))
  }

  #act(intent: Intent, hook: HookName): void {
    if (!this.bot.life.asksStrategy) return
    try {
      checkIntent(intent)
      this.#actions.act(intent)
    } catch (error) {
      this.fault(hook, reportOf(error).message)
    }
  }

  #handle(input: Exclude<Input, MarketEvent>): void {
    const { bot } = this
    switch (input.type) {
      case 'warm-up':
        // What a strategy would have done with old candles is history.
        bot.hooks.run('candle', input.candle)
        return
      case 'timer':
        this.#timer(input.name, input.dueAt)
        break
      case 'outcome':
      case 'found':
      case 'order':
      case 'fill':
        this.orders.handle(input)
        this.#followUps.run()
        break
      case 'balance':
        bot.balances.tell(input.exchange, input.balance)
        break
      case 'venue':
        this.#venue(input)
        break
      case 'health':
        this.#health(input)
        return
      case 'reconciled':
        this.#reconciled(input.ok, input.reason)
        break
      case 'command':
        this.#command(input.command, input.reason)
        break
      case 'adopted':
        this.#adopt(input.order, input.cancel)
        break
      case 'adjustment':
        bot.effects.tell('note', { message: `${input.reason}: ${input.detail}`, at: bot.recorder.now })
        break
      case 'begin':
      case 'shared-refusal':
    }
  }

  #command(command: Extract<InputBody, { readonly type: 'command' }>['command'], reason: string): void {
    const { bot } = this
    if (command === 'start') {
      bot.life.begin(reason)
      this.#goOn()
      return
    }
    if (command === 'stop' && bot.life.asksStrategy) bot.hooks.run('stop')
    this.#commands.obey(command, reason)
    this.#followUps.run()
    if (command === 'resume') this.#goOn()
  }

  /** Begun, or resumed: what a strategy was not told while it was not asked is told now. */
  #goOn(): void {
    const { life, timers } = this.bot
    if (!life.asksStrategy) return
    timers.release()
    if (!this.#hasStarted) {
      this.#hasStarted = true
      this.#followUps.ask('start')
    }
    this.#followUps.release()
  }

  #health({ live, market, of, reason }: Extract<InputBody, { readonly type: 'health' }>): void {
    const { life } = this.bot
    const trouble = of === 'store' ? of : (`price ${market}` as const)
    if (live) life.recover(trouble, reason)
    else life.suffer(trouble, reason)
  }

  #timer(name: string, dueAt: number): void {
    const { bot } = this
    if (!bot.timers.take(name, dueAt)) return
    if (name.startsWith(EXIT_TIMER)) this.exits.timer(name.slice(EXIT_TIMER.length))
    else if (name.startsWith(GUARD_TIMER)) this.#guards.timer(name.slice(GUARD_TIMER.length))
    else if (name.startsWith(EXECUTION_TIMER)) this.#executions.timer(name.slice(EXECUTION_TIMER.length))
    else if (bot.life.asksStrategy) this.#followUps.ask('timer', { name, dueAt })
    else bot.timers.hold(name, dueAt)
    this.#followUps.run()
  }

  #venue({ connected, exchange, reason }: Extract<InputBody, { readonly type: 'venue' }>): void {
    const { life } = this.bot
    if (connected) life.recover(`venue ${exchange}`, `${exchange} takes orders`)
    else life.suffer(`venue ${exchange}`, `${exchange} takes no orders: ${reason}`)
    if (!this.#hasStarted) return
    this.#followUps.tell('connectivity', { source: 'venue', exchange, connected, reason })
    this.#followUps.run()
  }

  #adopt(order: Order, cancel: boolean): void {
    this.bot.orders.put(order)
    if (cancel) this.#cancels.cancel(order, 'it is not in the journal')
  }

  #reconciled(ok: boolean, reason: string): void {
    this.bot.reconciled = ok
    if (ok) {
      this.#cancels.resume()
      this.bot.life.recover('reconciliation', reason)
    } else this.bot.life.suffer('reconciliation', reason)
  }

  /** Orders leave once the step that wanted them is durable, with the state that goes with them. */
  #commit(): void {
    const { effects, kept, recorder, strategy } = this.bot
    const left = kept.take(this.bot, (message) => this.fault('state', message))
    if (left !== undefined) recorder.decision({ type: 'state', version: strategy.version, ...left })
    // One that is taken back in the step that made it leaves, and is cancelled: it is written down, and has to end somehow.
    effects.commit(recorder.takeKept(), this.placement.takeOutgoing(), this.#cancels.takeOutgoing())
  }
}
