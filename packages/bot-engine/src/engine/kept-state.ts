import { reportOf } from '@md/types'
import type { Bot } from './bot.ts'
import { jsonCopy } from './json-copy.ts'
import { type Keep, keepOf } from './keep.ts'
import { isSameJson } from './same-json.ts'

/** What a step leaves besides orders and fills; JSON that nobody changes any more. */
export interface LeftState {
  readonly state: unknown
  readonly keep: Keep
}

/**
 * The strategy's state, timers and guards as they are written down: with a step that made them others than they were
 * when they were written last, for a restart reads the last ones.
 */
export class KeptState {
  #written: LeftState | undefined
  /** A state is what hooks make of it: while none is called it stays what it was. */
  #callsThen = -1

  /** As it was written last. What a snapshot holds is this: a later entry is left out where it would be the same. */
  get written(): LeftState | undefined {
    return this.#written
  }

  /**
   * What is to be written now; `undefined`: what was written last still holds. A state that cannot be kept would keep
   * everything else from being kept, exits included: the one before it is taken then, and the strategy has failed.
   */
  take(bot: Bot, onBroken: (message: string) => void): LeftState | undefined {
    const before = this.#written
    const state = this.#stateOf(bot, onBroken)
    const keep = keepOf(bot)
    if (before !== undefined && isSameJson(state, before.state) && isSameJson(keep, before.keep)) return undefined
    this.#written = { state, keep }
    return this.#written
  }

  #stateOf({ context, hooks, life, strategy }: Bot, onBroken: (message: string) => void): unknown {
    if (this.#callsThen === hooks.calls) return this.#written?.state
    const calls = hooks.calls
    try {
      const state = jsonCopy(context.state, `state of ${strategy.name}`)
      this.#callsThen = calls
      return state
    } catch (error) {
      if (life.failedBecause === undefined) onBroken(reportOf(error).message)
      return this.#written?.state
    }
  }
}
