import type { Order } from '../orders/order.ts'
import type { Bot } from './bot.ts'

/** Orders that are to be taken back. */
export class Cancels {
  readonly #bot: Bot
  #outgoing: Order[] = []

  constructor(bot: Bot) {
    this.#bot = bot
  }

  takeOutgoing(): readonly Order[] {
    const outgoing = this.#outgoing
    this.#outgoing = []
    return outgoing
  }

  /** Asked once: until it is answered, asking again changes nothing. */
  cancel(order: Order, because: string): void {
    if (order.cancelling) return
    const { clientOrderId } = order.request
    this.#outgoing.push(this.#bot.orders.markCancelling(clientOrderId))
    this.#bot.recorder.decision({ type: 'cancel', clientOrderId, because })
  }

  /** What was asked for before the process ended has nobody who waits for it: it is asked for again. */
  resume(): void {
    this.#outgoing.push(...this.#bot.orders.open.filter(({ cancelling }) => cancelling))
  }

  all(because: string): void {
    for (const order of this.#bot.orders.open) this.cancel(order, because)
  }
}
