import type { RoundTrip } from '../../ledger/ledger.ts'

/** Of round trips: positions from their first fill to their last. Quote currency, fees in quote and base taken off. */
export interface TripFigures {
  readonly trips: number
  readonly wins: number
  readonly losses: number
  /** Of all trips; `undefined` where there was none. */
  readonly winRate: number | undefined
  /** What was won over what was lost; `undefined` where nothing was lost. */
  readonly profitFactor: number | undefined
  readonly averageWin: number | undefined
  readonly averageLoss: number | undefined
  readonly best: number | undefined
  readonly worst: number | undefined
  /** Of an average trip. */
  readonly expectancy: number | undefined
  readonly averageHoldMs: number | undefined
}

/** Sums of what ended, so that a million trips take no memory. */
export class TripTally {
  #trips = 0
  #wins = 0
  #losses = 0
  #won = 0
  #lost = 0
  #best = Number.NEGATIVE_INFINITY
  #worst = Number.POSITIVE_INFINITY
  #held = 0

  add({ closedAt, openedAt, pnl }: Pick<RoundTrip, 'pnl' | 'openedAt' | 'closedAt'>): void {
    const result = Number(pnl)
    this.#trips += 1
    this.#held += closedAt - openedAt
    if (result > 0) {
      this.#wins += 1
      this.#won += result
    } else if (result < 0) {
      this.#losses += 1
      this.#lost -= result
    }
    this.#best = Math.max(this.#best, result)
    this.#worst = Math.min(this.#worst, result)
  }

  get figures(): TripFigures {
    const trips = this.#trips
    return {
      trips,
      wins: this.#wins,
      losses: this.#losses,
      winRate: quotient(this.#wins, trips),
      profitFactor: quotient(this.#won, this.#lost),
      averageWin: quotient(this.#won, this.#wins),
      averageLoss: quotient(-this.#lost, this.#losses),
      best: trips === 0 ? undefined : this.#best,
      worst: trips === 0 ? undefined : this.#worst,
      expectancy: quotient(this.#won - this.#lost, trips),
      averageHoldMs: quotient(this.#held, trips),
    }
  }
}

const quotient = (of: number, by: number): number | undefined => (by === 0 ? undefined : of / by)
