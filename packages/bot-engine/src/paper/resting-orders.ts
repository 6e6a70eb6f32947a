import type { Side } from '@md/types'
import { isBetter } from './level-of.ts'
import type { PaperOrder } from './paper-order.ts'

/** Our orders that stand in one market: best price first, of one price the oldest first. */
export class RestingOrders {
  readonly #sides: Record<Side, readonly PaperOrder[]> = { buy: [], sell: [] }

  get size(): number {
    return this.#sides.buy.length + this.#sides.sell.length
  }

  /** Not changed by `add` and `remove`: those make a new list. */
  of(side: Side): readonly PaperOrder[] {
    return this.#sides[side]
  }

  add(order: PaperOrder): void {
    const { side } = order.request
    const orders = this.#sides[side]
    const behind = orders.findIndex(({ limit }) => isBetter(side, order.limit, limit))
    this.#sides[side] = behind < 0 ? [...orders, order] : orders.toSpliced(behind, 0, order)
  }

  remove(order: PaperOrder): void {
    const { side } = order.request
    this.#sides[side] = this.#sides[side].filter((other) => other !== order)
  }
}
