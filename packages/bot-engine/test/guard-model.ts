import { exact } from '../src/decimal/exact.ts'
import type { Barriers, ExitReason } from '../src/positions/barriers.ts'

interface Stop {
  readonly reason: ExitReason
  readonly at: number
}

/**
 * A guard that works everything out anew for each price, exactly, long and short spelt out one by one.
 * Remembers nothing but the best prices since its stops were armed or moved.
 */
export class GuardModel {
  readonly #barriers: Barriers
  readonly #side: 'long' | 'short'
  readonly #openedAt: number
  #entry: number
  #bestArmed: number | undefined
  #bestMoved: number | undefined

  constructor(barriers: Barriers, side: 'long' | 'short', entry: number, openedAt: number) {
    this.#barriers = barriers
    this.#side = side
    this.#entry = entry
    this.#openedAt = openedAt
    if (barriers.trailing?.activation === 0) this.#bestArmed = entry
  }

  reenter(entry: number): void {
    this.#entry = entry
    const trigger = this.#barriers.breakEven?.trigger
    if (trigger !== undefined && this.#bestMoved !== undefined && !this.#reaches(this.#bestMoved, trigger))
      this.#bestMoved = undefined
  }

  check(price: number, now: number): ExitReason | undefined {
    const { takeProfit, timeLimitMs } = this.#barriers
    this.#remember(price)
    const stop = this.#tightest()
    if (stop !== undefined && (this.#side === 'long' ? price <= stop.at : price >= stop.at)) return stop.reason
    if (takeProfit !== undefined && this.#reaches(price, takeProfit)) return 'take-profit'
    return timeLimitMs !== undefined && now - this.#openedAt >= timeLimitMs ? 'time-limit' : undefined
  }

  #remember(price: number): void {
    const { breakEven, trailing } = this.#barriers
    if (this.#bestArmed !== undefined) this.#bestArmed = this.#better(price, this.#bestArmed)
    else if (trailing !== undefined && this.#reaches(price, trailing.activation)) this.#bestArmed = price
    if (this.#bestMoved !== undefined) this.#bestMoved = this.#better(price, this.#bestMoved)
    else if (breakEven !== undefined && this.#reaches(price, breakEven.trigger)) this.#bestMoved = price
  }

  #tightest(): Stop | undefined {
    const { breakEven, stopLoss, trailing } = this.#barriers
    const stops: Stop[] = []
    if (stopLoss !== undefined) stops.push({ reason: 'stop-loss', at: this.#at(-stopLoss) })
    if (breakEven !== undefined && this.#bestMoved !== undefined)
      stops.push({ reason: 'break-even', at: this.#at(breakEven.offset) })
    if (trailing !== undefined && this.#bestArmed !== undefined) {
      const behind = exact(this.#entry).times(trailing.distance)
      const best = exact(this.#bestArmed)
      const at = this.#side === 'long' ? best.minus(behind) : best.plus(behind)
      stops.push({ reason: 'trailing-stop', at: at.toNumber() })
    }
    return stops.sort((a, b) => (this.#side === 'long' ? b.at - a.at : a.at - b.at))[0]
  }

  /** The price at which the gain is that fraction of the entry. */
  #at(gain: number): number {
    const entry = exact(this.#entry)
    const change = entry.times(gain)
    return (this.#side === 'long' ? entry.plus(change) : entry.minus(change)).toNumber()
  }

  #reaches(price: number, gain: number): boolean {
    return this.#side === 'long' ? price >= this.#at(gain) : price <= this.#at(gain)
  }

  #better(a: number, b: number): number {
    return this.#side === 'long' ? Math.max(a, b) : Math.min(a, b)
  }
}
