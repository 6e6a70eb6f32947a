import { ENDED } from '../orders/order.ts'
import type { Intent, ProtectIntent, ReplaceIntent, TimerIntent } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import type { Cancels } from './cancels.ts'
import type { Executions } from './executions.ts'
import type { Exits } from './exits.ts'
import type { Guards } from './guards.ts'
import type { Placement } from './placement.ts'
import { takeOver } from './takeover.ts'

export interface ActionParts {
  readonly bot: Bot
  readonly placement: Placement
  readonly cancels: Cancels
  readonly exits: Exits
  readonly executions: Executions
  readonly guards: Guards
}

/** Does what a hook answered. What the engine itself named begins with `@`, and a strategy cannot touch it. */
export class Actions {
  readonly #parts: ActionParts

  constructor(parts: ActionParts) {
    this.#parts = parts
  }

  readonly act = (intent: Intent): void => {
    const { bot, cancels, executions, exits, placement } = this.#parts
    switch (intent.kind) {
      case 'place':
        placement.place(intent)
        break
      case 'cancel': {
        const order = bot.orders.latest(intent.ref)
        executions.cancel(intent.ref, intent.because)
        bot.replacements.delete(intent.ref)
        if (order !== undefined && !ENDED.has(order.status)) cancels.cancel(order, intent.because)
        break
      }
      case 'replace':
        this.#replace(intent)
        break
      case 'close':
        exits.begin(intent.market ?? bot.context.market, intent.because)
        break
      case 'protect':
        this.#protect(intent)
        break
      case 'execute':
        executions.start(intent)
        break
      case 'timer':
        this.#timer(intent)
        break
      case 'note':
        bot.recorder.decision({ type: 'note', message: intent.message })
        bot.effects.tell('note', { message: intent.message, at: bot.recorder.now })
        break
      case 'stop':
        bot.effects.requestStop(intent.because)
    }
  }

  #replace({ amount, because, price, ref }: ReplaceIntent): void {
    const { bot, cancels } = this.#parts
    const order = bot.orders.latest(ref)
    if (order === undefined || ENDED.has(order.status)) return
    bot.replacements.set(ref, {
      amount: amount === undefined ? undefined : String(amount),
      price: price === undefined ? undefined : String(price),
      because,
    })
    cancels.cancel(order, because)
  }

  #protect({ barriers, market: wanted, position }: ProtectIntent): void {
    const { bot, guards } = this.#parts
    const market = wanted ?? bot.context.market
    guards.protect(market, barriers)
    const fill = position && takeOver(bot, market, position)
    if (fill === undefined) return
    bot.recorder.decision({ type: 'taken-over', fill })
    const applied = bot.ledger.apply(fill, bot.recorder.now)
    bot.equity.filled(applied.position, undefined, bot.recorder.now)
    guards.changed(applied.position)
    bot.effects.tell('position', applied.position)
  }

  #timer({ afterMs, name }: TimerIntent): void {
    const { recorder, timers } = this.#parts.bot
    if (name.startsWith('@')) throw new Error(`a timer of a strategy cannot be named ${name}: @ is the engine's own`)
    if (afterMs === undefined) timers.cancel(name)
    else timers.set(name, recorder.now + Math.max(0, afterMs))
  }
}
