import type { BotCommand } from '../journal/entry.ts'
import type { Bot } from './bot.ts'
import type { Cancels } from './cancels.ts'
import type { Exits } from './exits.ts'
import type { Guards } from './guards.ts'

/** What an operator, or the engine around the bot, tells it to do. */
export class Commands {
  readonly #bot: Bot
  readonly #cancels: Cancels
  readonly #exits: Exits
  readonly #guards: Guards

  constructor(bot: Bot, cancels: Cancels, exits: Exits, guards: Guards) {
    this.#bot = bot
    this.#cancels = cancels
    this.#exits = exits
    this.#guards = guards
  }

  obey(command: BotCommand, reason: string): void {
    const bot = this.#bot
    switch (command) {
      case 'pause':
        bot.life.pause(reason)
        break
      case 'resume':
        // What was halted is armed again by `rearm` alone.
        if (bot.trading === 'reducing') bot.trading = 'active'
        bot.life.resume(reason)
        break
      case 'halt':
        bot.trading = 'halted'
        this.#cancels.all(`halted: ${reason}`)
        break
      case 'rearm':
        bot.trading = 'active'
        return
      case 'flatten':
        this.flatten(reason)
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

  /** No new exposure from now on, and every position is ended. Resumed by `resume`. */
  flatten(reason: string): void {
    this.#bot.trading = 'reducing'
    this.#cancels.all(reason)
    for (const { market } of this.#bot.watches.values()) this.#exits.begin(market, reason)
  }

  fail(reason: string): void {
    const { config, life } = this.#bot
    life.fail(reason)
    if (config.policies.onFailure === 'flatten') this.flatten(reason)
    if (config.policies.onFailure === 'leave') this.#guards.disarm()
  }

  #end(reason: string): void {
    switch (this.#bot.config.policies.onStop) {
      case 'keep':
        return
      case 'cancel':
        this.#cancels.all(reason)
        break
      case 'flatten':
        this.flatten(reason)
        break
    }
  }
}
