import { InvalidInputError, type Market } from '@md/types'
import { ENDED } from '../orders/order.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { Intent, ProtectIntent, ReplaceIntent, TimerIntent } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import type { Cancels } from './cancels.ts'
import type { Executions } from './executions.ts'
import type { Exits } from './exits.ts'
import type { Guards } from './guards.ts'
import { marketKey } from './market-watch.ts'
import type { Placement } from './placement.ts'
import { wrongNumber } from './proposal.ts'
import { takeOver } from './takeover.ts'

export interface ActionParts {
  readonly bot: Bot
  readonly placement: Placement
  readonly cancels: Cancels
  readonly exits: Exits
  readonly executions: Executions
  readonly guards: Guards
}

/** A timer that is always due would leave no time to anything else. */
const SOONEST_MS = 1

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
        if (isOurs(intent.ref)) placement.refuse(intent, notYours(intent.ref))
        else placement.place(intent)
        break
      case 'cancel': {
        // A strategy that cancels all it sees means its own: an exit goes on.
        if (isOurs(intent.ref)) break
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
        exits.begin(this.#marketOf(intent), intent.because)
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
    const { bot, cancels, placement } = this.#parts
    const order = isOurs(ref) ? undefined : bot.orders.latest(ref)
    if (order === undefined || ENDED.has(order.status)) return
    const wrong = wrongNumber({ ref, amount, price })
    if (wrong !== undefined) {
      placement.refuse({ ref, market: order.request, side: order.request.side }, wrong)
      return
    }
    bot.replacements.set(ref, {
      amount: amount === undefined ? undefined : String(amount),
      price: price === undefined ? undefined : String(price),
      because,
    })
    cancels.cancel(order, because)
  }

  #protect(intent: ProtectIntent): void {
    const { bot, guards } = this.#parts
    const { barriers, position } = intent
    const market = this.#marketOf(intent)
    const fill = position && takeOver(bot, market, position)
    guards.protect(market, barriers)
    if (fill === undefined) return
    bot.recorder.decision({ type: 'taken-over', fill })
    const applied = bot.ledger.apply(fill, bot.recorder.now)
    bot.equity.filled(applied.position, undefined, bot.recorder.now, bot.watches.get(marketKey(market))?.price)
    guards.changed(applied.position)
    bot.effects.tell('position', applied.position)
  }

  /** @throws InvalidInputError for a market the strategy does not subscribe to */
  #marketOf({ market }: { readonly market?: Market }): Market {
    const { context, watches } = this.#parts.bot
    if (market === undefined) return context.market
    const key = marketKey(market)
    if (!watches.has(key)) throw new InvalidInputError('market', key, 'one the strategy subscribes to')
    return market
  }

  #timer({ afterMs, name }: TimerIntent): void {
    const { recorder, timers } = this.#parts.bot
    if (isOurs(name))
      throw new InvalidInputError('timer name', name, "one that does not begin with @, which is the engine's own")
    if (afterMs === undefined) timers.cancel(name)
    else timers.set(name, recorder.now + Math.max(SOONEST_MS, afterMs))
  }
}

const isOurs = (name: string): boolean => name.startsWith('@')

const notYours = (ref: string): Refusal => ({
  code: 'unsupported',
  message: `an order cannot be named ${ref}: what begins with @ is the engine's own`,
  numbers: {},
  scope: 'bot',
})
