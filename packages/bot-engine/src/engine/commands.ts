import type { BotCommand } from '../journal/entry.ts'
import type { Bot } from './bot.ts'
import type { Cancels } from './cancels.ts'
import type { Executions } from './executions.ts'
import type { Exits } from './exits.ts'
import type { Guards } from './guards.ts'

export interface CommandParts {
  readonly bot: Bot
  readonly cancels: Cancels
  readonly exits: Exits
  readonly guards: Guards
  readonly executions: Executions
}

/** What an operator, or the engine around the bot, tells it to do. */
export class Commands {
  readonly #parts: CommandParts

  constructor(parts: CommandParts) {
    this.#parts = parts
  }

  obey(command: BotCommand, reason: string): void {
    const { bot, guards } = this.#parts
    switch (command) {
      case 'pause':
        bot.life.pause(reason)
        break
      case 'resume':
        // What was halted is armed again by `rearm` alone.
        if (bot.trading === 'reducing') bot.trading = 'active'
        bot.flattened = false
        bot.life.resume(reason)
        guards.rearm()
        break
      case 'halt':
        bot.trading = 'halted'
        this.#takeBack(`halted: ${reason}`)
        break
      case 'rearm':
        bot.trading = bot.flattened ? 'reducing' : 'active'
        break
      case 'flatten':
        bot.flattened = true
        this.#flatten(reason)
        break
      case 'fail':
        this.fail(reason)
        break
      case 'stop':
        bot.life.stop(reason)
        this.#end(reason)
        break
      case 'initialize':
        bot.life.initialize(reason)
        break
      case 'ended':
        bot.life.stopped(reason)
        break
      case 'start':
    }
  }

  /** Nobody is there who would look after new exposure: what might still add some is taken back. */
  fail(reason: string): void {
    const { bot, cancels, executions, guards } = this.#parts
    bot.life.fail(reason)
    executions.cancelAll(reason)
    switch (bot.config.policies.onFailure) {
      case 'flatten':
        this.#flatten(reason)
        break
      case 'guard':
        for (const order of bot.orders.open) if (order.purpose === 'exposure') cancels.cancel(order, reason)
        break
      case 'leave':
        guards.disarm()
    }
  }

  /** Every position is ended. A halt stays one: the exits leave when it is over. */
  #flatten(reason: string): void {
    const { bot, exits } = this.#parts
    if (bot.flattened && bot.trading === 'active') bot.trading = 'reducing'
    this.#takeBack(reason)
    for (const { market } of bot.watches.values()) exits.begin(market, reason)
  }

  /** Every order, and whatever would bring another one. */
  #takeBack(reason: string): void {
    const { bot, cancels, executions } = this.#parts
    bot.replacements.clear()
    executions.cancelAll(reason)
    cancels.all(reason)
  }

  #end(reason: string): void {
    const { onStop } = this.#parts.bot.config.policies
    if (onStop === 'cancel') this.#takeBack(reason)
    if (onStop === 'flatten') this.#flatten(reason)
  }
}
