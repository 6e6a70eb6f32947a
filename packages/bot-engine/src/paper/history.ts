import type { Fill } from '@md/types'
import { isOpen, type PaperOrder } from './paper-order.ts'

/** Ended orders and fills that can still be asked for. */
const KEPT = 10_000

/** The orders of the account by client id, and its fills. Of what has ended, the last 10,000 are remembered. */
export class History {
  readonly #orders = new Map<string, PaperOrder>()
  readonly #open = new Map<string, PaperOrder>()
  readonly #ended = new Map<string, PaperOrder>()
  #fills: Fill[] = []

  find(clientOrderId: string): PaperOrder | undefined {
    return this.#orders.get(clientOrderId)
  }

  /** Oldest first. */
  get open(): readonly PaperOrder[] {
    return [...this.#open.values()]
  }

  /** Oldest first, ended ones before open ones. */
  get all(): readonly PaperOrder[] {
    return [...this.#ended.values(), ...this.#open.values()]
  }

  get allFills(): readonly Fill[] {
    return this.#fills
  }

  add(order: PaperOrder): void {
    this.#orders.set(order.request.clientOrderId, order)
    if (isOpen(order)) this.#open.set(order.request.clientOrderId, order)
    else this.end(order)
  }

  end(order: PaperOrder): void {
    const { clientOrderId } = order.request
    this.#open.delete(clientOrderId)
    this.#ended.set(clientOrderId, order)
    if (this.#ended.size <= KEPT) return
    for (const oldest of this.#ended.keys()) {
      this.#ended.delete(oldest)
      this.#orders.delete(oldest)
      return
    }
  }

  addFill(fill: Fill): void {
    this.#fills.push(fill)
    if (this.#fills.length >= 2 * KEPT) this.#fills = this.#fills.slice(-KEPT)
  }

  /** Oldest first. `since`: ms since the epoch, inclusive. */
  fills(symbol: string, since: number): readonly Fill[] {
    return this.#fills.filter((fill) => fill.symbol === symbol && fill.timestamp >= since)
  }
}
