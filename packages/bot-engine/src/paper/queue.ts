/** How the cancellations of others move an order forward in its queue. */
export type QueueModel = 'proportional' | 'pessimistic'

/** Trades and the book come by separate ways: for this long one is expected to explain the other, ms. */
const SAME_EVENT_MS = 1_000

/**
 * Where one resting order stands among the amount shown at its price, which does not include it. Base currency.
 *
 * - It joins behind everything shown.
 * - Trades at the price take what is ahead first, then the order.
 * - What leaves the level and was not traded was cancelled: evenly over the queue (`'proportional'`), or all of it
 *   behind the order (`'pessimistic'`). What is ahead is never more than what is shown.
 * - A decrease that the book shows before its trade is told is taken back once it is, so nothing counts twice.
 */
export class Queue {
  readonly #model: QueueModel
  #ahead: number
  #shown: number
  /** Traded, and not yet gone from the book. */
  #tradedAhead = 0
  #tradedAt = Number.NEGATIVE_INFINITY
  /** Gone from the book, and not yet traded; and how much of it was taken from what is ahead. */
  #gone = 0
  #goneAhead = 0
  #goneAt = Number.NEGATIVE_INFINITY

  constructor(shown: number, model: QueueModel) {
    this.#shown = shown
    this.#ahead = shown
    this.#model = model
  }

  get ahead(): number {
    return this.#ahead
  }

  /** The level shows another amount. */
  show(amount: number, at: number): void {
    const decrease = this.#shown - amount
    const before = this.#shown
    this.#shown = amount
    if (decrease <= 0) return

    const traded = at - this.#tradedAt > SAME_EVENT_MS ? 0 : Math.min(this.#tradedAhead, decrease)
    this.#tradedAhead -= traded
    if (traded < decrease) this.#cancelled(decrease - traded, before - traded, at)
    if (this.#ahead > amount) this.#advance(this.#ahead - amount)
  }

  /** A trade at the price. Returns how much of it reaches the order. */
  trade(amount: number, at: number): number {
    if (at - this.#goneAt > SAME_EVENT_MS) this.#gone = 0
    const known = Math.min(this.#gone, amount)
    if (known > 0) {
      const restored = (this.#goneAhead * known) / this.#gone
      this.#ahead += restored
      this.#goneAhead -= restored
      this.#gone -= known
    }
    this.#tradedAhead = (at - this.#tradedAt > SAME_EVENT_MS ? 0 : this.#tradedAhead) + amount - known
    this.#tradedAt = at
    const reaching = clean(amount - this.#ahead)
    this.#ahead = Math.max(0, clean(this.#ahead - amount))
    return Math.max(0, reaching)
  }

  #cancelled(amount: number, of: number, at: number): void {
    if (at - this.#goneAt > SAME_EVENT_MS) {
      this.#gone = 0
      this.#goneAhead = 0
    }
    this.#gone += amount
    this.#goneAt = at
    if (this.#model === 'proportional') this.#advance((amount * Math.min(this.#ahead, of)) / of)
  }

  #advance(by: number): void {
    this.#ahead -= by
    this.#goneAhead += by
  }
}

/** Without the dust of binary fractions: 0.3 less 0.1 is 0.2. */
const clean = (value: number): number => Number(value.toPrecision(12))
