import type { Market } from '@md/types'
import { ENDED, type OrderView } from '../orders/order.ts'
import type { PlaceIntent } from '../strategy/intent.ts'

/** The orders of a stage: each stays open until a test says what becomes of it. */
export class StageOrders {
  readonly #latest = new Map<string, OrderView>()
  readonly #all = new Map<string, OrderView>()

  get(ref: string): OrderView | undefined {
    return this.#latest.get(ref)
  }

  named(ref: string): OrderView {
    const order = this.#latest.get(ref)
    if (order === undefined) throw new Error(`there is no order ${ref}, only ${[...this.#latest.keys()].join(', ')}`)
    return order
  }

  byId(clientOrderId: string): OrderView {
    const order = this.#all.get(clientOrderId)
    if (order === undefined) throw new Error(`there is no order ${clientOrderId}`)
    return order
  }

  /** Oldest first. */
  get open(): readonly OrderView[] {
    return [...this.#all.values()].filter(({ status }) => !(status === 'refused' || ENDED.has(status)))
  }

  add({ because, ref, side }: PlaceIntent, market: Market, amount: string, price: string | undefined): OrderView {
    const clientOrderId = `stage-${this.#all.size + 1}`
    const particulars = { status: 'open', filled: '0', reason: undefined } as const
    const order = Object.freeze({ ref, market, clientOrderId, side, amount, price, because, ...particulars })
    this.#latest.set(ref, order)
    this.#all.set(clientOrderId, order)
    return order
  }

  change(clientOrderId: string, particulars: Partial<Pick<OrderView, 'status' | 'filled' | 'reason'>>): OrderView {
    const order = Object.freeze({ ...this.byId(clientOrderId), ...particulars })
    this.#all.set(clientOrderId, order)
    if (this.#latest.get(order.ref)?.clientOrderId === clientOrderId) this.#latest.set(order.ref, order)
    return order
  }
}
