import type { PositionView } from '../strategy/context.ts'
import type { Barriers, ExitReason } from './barriers.ts'
import { checkBarriers } from './check-barriers.ts'
import { type Direction, levelsOf, NO_LEVELS, nearest } from './levels.ts'

/** A barrier that was touched. */
export interface BarrierHit {
  readonly reason: ExitReason
  /** The price seen: behind the threshold where the market jumped over it. */
  readonly price: number
  /** A price; for the time limit the time at which it was due, ms since the epoch. */
  readonly threshold: number
}

export interface PositionGuardSnapshot {
  readonly barriers: Barriers
  readonly open?:
    | {
        readonly side: 'long' | 'short'
        readonly entry: number
        readonly openedAt: number
        /** Best price since the trailing stop was armed; absent until then. */
        readonly best?: number | undefined
        /** Best price since the stop moved to break even; absent until then. */
        readonly moved?: number | undefined
      }
    | undefined
}

/**
 * Tells when a position has to be ended, from its prices and the time. Of several stops the tightest fires.
 * While nothing fires and the price is no better than any before, a check is three comparisons.
 *
 * A position that grows has another entry, and with it other thresholds; the best price is kept, so a trailing stop
 * stays armed. A stop that moved to break even goes back where the new entry would not have let it move.
 * It goes on firing as long as the price is there: whoever asks knows whether an exit is on its way.
 */
export class PositionGuard {
  #barriers: Barriers
  #direction: Direction | 0 = 0
  #entry = 0
  #openedAt = 0
  /** Prices times the direction, like all that follows. */
  #best: number | undefined
  #moved: number | undefined
  #levels = NO_LEVELS
  #stop = Number.NEGATIVE_INFINITY
  #stopReason: ExitReason = 'stop-loss'
  /** From here on a price takes profit, or moves a stop. */
  #next = Number.POSITIVE_INFINITY
  #due = Number.POSITIVE_INFINITY

  /** @throws InvalidInputError for barriers that mean nothing; whether shorts are allowed, `checkBarriers` knows */
  constructor(barriers: Barriers = {}) {
    checkBarriers(barriers, { short: true })
    this.#barriers = barriers
  }

  /** @throws InvalidInputError */
  static restore({ barriers, open }: PositionGuardSnapshot): PositionGuard {
    const guard = new PositionGuard(barriers)
    if (open === undefined) return guard
    const direction = open.side === 'long' ? 1 : -1
    guard.#direction = direction
    guard.#entry = open.entry
    guard.#openedAt = open.openedAt
    guard.#best = open.best === undefined ? undefined : direction * open.best
    guard.#moved = open.moved === undefined ? undefined : direction * open.moved
    guard.#measure()
    return guard
  }

  get barriers(): Barriers {
    return this.#barriers
  }

  /** When the time limit ends the position, ms since the epoch; `undefined` while nothing is due. */
  get dueAt(): number | undefined {
    return this.#due === Number.POSITIVE_INFINITY ? undefined : this.#due
  }

  /** A position that is not flat. Everything begins anew. */
  opened(position: PositionView, now: number): void {
    this.#direction = position.size > 0 ? 1 : -1
    this.#entry = Number(position.averageEntry)
    this.#openedAt = position.openedAt ?? now
    this.#moved = undefined
    this.#best = undefined
    this.#armAtOnce()
    this.#measure()
  }

  /** After fills: opened, grown, made smaller, turned or closed. */
  changed(position: PositionView, now: number): void {
    if (position.size === 0) this.closed()
    else if (this.#isAnother(position)) this.opened(position, now)
    else {
      this.#entry = Number(position.averageEntry)
      this.#measure()
    }
  }

  closed(): void {
    this.#direction = 0
    this.#best = undefined
    this.#moved = undefined
    this.#measure()
  }

  /**
   * Other barriers for the position as it is. A trailing stop that is the same keeps its best price, and a stop that
   * moved stays where it is if break-even is the same.
   * @throws InvalidInputError, and the old ones stay
   */
  protect(barriers: Barriers): void {
    checkBarriers(barriers, { short: true })
    const { breakEven, trailing } = this.#barriers
    this.#barriers = barriers
    if (!isSameBreakEven(breakEven, barriers.breakEven)) this.#moved = undefined
    if (!isSameTrailing(trailing, barriers.trailing)) {
      this.#best = undefined
      this.#armAtOnce()
    }
    this.#measure()
  }

  /** @param now engine time, ms since the epoch */
  check(price: number, now: number): BarrierHit | undefined {
    const worth = this.#direction * price
    if (worth > this.#stop && worth < this.#next && now < this.#due) return undefined
    return this.#look(worth, price, now)
  }

  /** JSON. */
  snapshot(): PositionGuardSnapshot {
    if (this.#direction === 0) return { barriers: this.#barriers }
    return {
      barriers: this.#barriers,
      open: {
        side: this.#direction === 1 ? 'long' : 'short',
        entry: this.#entry,
        openedAt: this.#openedAt,
        best: this.#best && Math.abs(this.#best),
        moved: this.#moved && Math.abs(this.#moved),
      },
    }
  }

  #isAnother({ openedAt, size }: PositionView): boolean {
    return this.#direction !== (size > 0 ? 1 : -1) || (openedAt ?? this.#openedAt) !== this.#openedAt
  }

  #look(worth: number, price: number, now: number): BarrierHit | undefined {
    if (this.#direction === 0 || !(price > 0 && price < Number.POSITIVE_INFINITY)) return undefined
    if (this.#improves(worth)) this.#place()
    if (worth <= this.#stop) return { reason: this.#stopReason, price, threshold: Math.abs(this.#stop) }
    const { take } = this.#levels
    if (worth >= take) return { reason: 'take-profit', price, threshold: Math.abs(take) }
    return now >= this.#due ? { reason: 'time-limit', price, threshold: this.#due } : undefined
  }

  /** Whether the price is one that a stop follows. */
  #improves(worth: number): boolean {
    const { arm, trigger } = this.#levels
    const trails = this.#best === undefined ? worth >= arm : worth > this.#best
    const moves = this.#moved === undefined ? worth >= trigger : worth > this.#moved
    if (trails) this.#best = worth
    if (moves) this.#moved = worth
    return trails || moves
  }

  /** A trailing stop that waits for no gain follows from the entry on. */
  #armAtOnce(): void {
    if (this.#direction !== 0 && this.#barriers.trailing?.activation === 0) this.#best = this.#direction * this.#entry
  }

  /** Everything that depends on the entry. */
  #measure(): void {
    const direction = this.#direction
    const limitMs = direction === 0 ? undefined : this.#barriers.timeLimitMs
    this.#levels = direction === 0 ? NO_LEVELS : levelsOf(this.#barriers, this.#entry, direction)
    this.#due = limitMs === undefined ? Number.POSITIVE_INFINITY : this.#openedAt + limitMs
    if (this.#moved !== undefined && this.#moved < this.#levels.trigger) this.#moved = undefined
    this.#place()
  }

  /** Everything that depends on the best price as well. */
  #place(): void {
    const { arm, even, loss, take, trailBy, trigger } = this.#levels
    this.#stop = loss
    this.#stopReason = 'stop-loss'
    if (this.#moved !== undefined) this.#tighten(even, 'break-even')
    if (this.#best !== undefined) this.#tighten(nearest(this.#best - trailBy), 'trailing-stop')
    this.#next = Math.min(take, this.#best ?? arm, this.#moved ?? trigger)
  }

  #tighten(stop: number, reason: ExitReason): void {
    if (stop <= this.#stop) return
    this.#stop = stop
    this.#stopReason = reason
  }
}

const isSameBreakEven = (a: Barriers['breakEven'], b: Barriers['breakEven']): boolean =>
  a?.trigger === b?.trigger && a?.offset === b?.offset

const isSameTrailing = (a: Barriers['trailing'], b: Barriers['trailing']): boolean =>
  a?.activation === b?.activation && a?.distance === b?.distance
