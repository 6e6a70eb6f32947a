import type { EventType, MarketEvent } from '@md/types'
import type { InputBody } from '../journal/entry.ts'
import { ENDED, type Order } from '../orders/order.ts'
import type { BotFigures } from '../risk/shared-risk.ts'
import { Actions } from './actions.ts'
import type { Bot } from './bot.ts'
import { Cancels } from './cancels.ts'
import { Commands } from './commands.ts'
import { EXECUTION_TIMER, Executions } from './executions.ts'
import { EXIT_TIMER, Exits } from './exits.ts'
import { FollowUps } from './follow-ups.ts'
import { GUARD_TIMER, Guards } from './guards.ts'
import { keepOf } from './keep.ts'
import { MarketInputs } from './market-inputs.ts'
import { OrderInputs } from './order-inputs.ts'
import { Placement } from './placement.ts'
import { Replacements } from './replacements.ts'

/** Everything that can happen to a bot; a market event is its own input. */
export type Input = MarketEvent | Exclude<InputBody, { readonly type: 'market' }>

const MARKET_TYPES: ReadonlySet<string> = new Set<EventType>([
  'ticker',
  'trade',
  'candle',
  'orderbook',
  'gap',
  'exchange:connected',
  'exchange:disconnected',
  'exchange:reconnecting',
  'exchange:error',
])

export const isMarketEvent = (input: Input): input is MarketEvent => MARKET_TYPES.has(input.type)

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
  readonly #cancels: Cancels
  readonly #commands: Commands
  readonly #executions: Executions
  readonly #followUps: FollowUps
  readonly #guards: Guards

  constructor(bot: Bot, unfinished: ReadonlySet<string>) {
    this.bot = bot
    this.#followUps = new FollowUps({
      ask: (hook, input) => bot.hooks.run(hook, input),
      act: (intent) => actions.act(intent),
      onEndless: (hook) => this.fault(hook, `${hook} answers its own consequences without an end`),
    })
    this.#cancels = new Cancels(bot)
    this.placement = new Placement(bot, this.#followUps, (order) => this.#executions.orderChanged(order))
    this.exits = new Exits(bot, this.placement, this.#cancels)
    this.#guards = new Guards(bot, this.exits)
    this.#executions = new Executions(bot, (intent) => actions.act(intent))
    const actions = new Actions({
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
    this.#commands = new Commands(bot, this.#cancels, this.exits, this.#guards)
  }

  /** One step. @param now the time of the input; engine time does not go back for it */
  handle(input: Input, now: number): void {
    const { recorder } = this.bot
    recorder.advanceTo(now)
    if (isMarketEvent(input)) {
      recorder.market(input)
      this.market.handle(input)
    } else {
      recorder.input(input)
      this.#handle(input)
    }
    if (recorder.hasKept) this.#commit()
    if (this.bot.timers.takeChanged()) this.bot.effects.wakeAt(this.bot.timers.next?.dueAt)
  }

  /** What limits shared with other bots are told. */
  figures(): BotFigures | undefined {
    return this.placement.figures()
  }

  /** The strategy cannot go on; what becomes of its positions is the bot's policy. */
  fault(where: string, message: string): void {
    const { effects, recorder } = this.bot
    recorder.decision({ type: 'fault', hook: where, message })
    effects.tell('fault', {
      code: 'STRATEGY_FAILED',
      message: `${where}: ${message}`,
      recovery: 'stop',
      context: { botId: this.bot.config.botId, where },
      where,
      at: recorder.now,
    })
    this.#commands.fail(`${where}: ${message}`)
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
        if (input.live) bot.life.recover(input.of, input.reason)
        else bot.life.suffer(input.of, input.reason)
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
      if (bot.life.failedBecause === undefined) this.#followUps.ask('start')
      return
    }
    if (command === 'stop' && bot.life.asksStrategy) bot.hooks.run('stop')
    this.#commands.obey(command, reason)
    this.#followUps.run()
  }

  #timer(name: string, dueAt: number): void {
    const { bot } = this
    if (!bot.timers.take(name, dueAt)) return
    if (name.startsWith(EXIT_TIMER)) this.exits.timer(name.slice(EXIT_TIMER.length))
    else if (name.startsWith(GUARD_TIMER)) this.#guards.timer(name.slice(GUARD_TIMER.length))
    else if (name.startsWith(EXECUTION_TIMER)) this.#executions.timer(name.slice(EXECUTION_TIMER.length))
    else if (bot.life.asksStrategy) this.#followUps.ask('timer', { name, dueAt })
    this.#followUps.run()
  }

  #venue({ connected, exchange, reason }: Extract<InputBody, { readonly type: 'venue' }>): void {
    const { life } = this.bot
    if (connected) life.recover('venue', `${exchange} takes orders`)
    else life.suffer('venue', `${exchange} takes no orders: ${reason}`)
    if (life.asksStrategy) this.#followUps.ask('connectivity', { source: 'venue', exchange, connected, reason })
  }

  #adopt(order: Order, cancel: boolean): void {
    this.bot.orders.put(order)
    if (cancel) this.#cancels.cancel(order, 'it is not in the journal')
  }

  #reconciled(ok: boolean, reason: string): void {
    this.bot.reconciled = ok
    if (ok) this.bot.life.recover('reconciliation', reason)
    else this.bot.life.suffer('reconciliation', reason)
  }

  /** Orders leave once the step that wanted them is durable, with the state that goes with them. */
  #commit(): void {
    const { context, effects, recorder, strategy } = this.bot
    recorder.decision({ type: 'state', version: strategy.version, state: context.state, keep: keepOf(this.bot) })
    // An order that was taken back in the step that made it never has to leave; the desk sees that it has ended.
    const orders = this.placement.takeOutgoing().filter(({ status }) => !ENDED.has(status))
    effects.commit(recorder.takeKept(), orders, this.#cancels.takeOutgoing())
  }
}
