import type { Order } from '../orders/order.ts'
import { replacementStep } from '../orders/replacement.ts'
import type { Bot } from './bot.ts'
import type { Placement } from './placement.ts'

/** Orders that take the place of cancelled ones: only once the venue has said how much of the old one was filled. */
export class Replacements {
  readonly #bot: Bot
  readonly #placement: Placement

  constructor(bot: Bot, placement: Placement) {
    this.#bot = bot
    this.#placement = placement
  }

  orderChanged(order: Order): void {
    const { life, recorder, replacements } = this.#bot
    const replacement = replacements.get(order.ref)
    if (replacement === undefined) return
    const step = replacementStep(replacement, order)
    if (step.kind === 'wait') return
    replacements.delete(order.ref)
    if (step.kind === 'over') recorder.decision({ type: 'note', message: step.reason })
    else if (life.asksStrategy) this.#placement.place(step.intent)
    else recorder.decision({ type: 'note', message: `${order.ref} is not replaced: the bot is ${life.state}` })
  }
}
