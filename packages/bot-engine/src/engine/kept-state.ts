import { reportOf } from '@md/types'
import type { Bot } from './bot.ts'
import { jsonCopy } from './json-copy.ts'

/**
 * The strategy's state as it is written down. One that cannot be kept would keep everything else from being kept, exits
 * included: the one before it is taken then, and the strategy has failed.
 */
export class KeptState {
  readonly #bot: Bot
  readonly #onBroken: (message: string) => void
  #good: unknown

  constructor(bot: Bot, onBroken: (message: string) => void) {
    this.#bot = bot
    this.#onBroken = onBroken
  }

  take(): unknown {
    const { context, life, strategy } = this.#bot
    try {
      this.#good = jsonCopy(context.state, `state of ${strategy.name}`)
    } catch (error) {
      if (life.failedBecause === undefined) this.#onBroken(reportOf(error).message)
    }
    return this.#good
  }
}
