/** What returns are taken over. */
export type Period = 'minute' | 'hour' | 'day'

export const PERIOD_MS: Readonly<Record<Period, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** These markets never close. */
export const PERIODS_PER_YEAR: Readonly<Record<Period, number>> = { minute: 525_600, hour: 8_760, day: 365 }

/** Beyond so many the next longer period is there. A hundred years of days come before. */
const MOST = 40_000

/** The value at the end of each period of UTC: bounded, whatever is told. */
export class PeriodValues {
  readonly #length: number
  readonly #values: number[] = []
  #ends = Number.NaN
  #latest = Number.NaN

  constructor(period: Period) {
    this.#length = PERIOD_MS[period]
  }

  /** Values at times that never go back. */
  add(at: number, value: number): void {
    if (at >= this.#ends) this.#close(at)
    else if (Number.isNaN(this.#ends)) this.#begin(at, value)
    this.#latest = value
  }

  /** The first value, those at the ends of the periods, and the last. */
  get values(): readonly number[] {
    return Number.isNaN(this.#latest) ? [] : [...this.#values, this.#latest]
  }

  #begin(at: number, value: number): void {
    this.#ends = (Math.floor(at / this.#length) + 1) * this.#length
    this.#values.push(value)
  }

  /** Periods in which nothing was told end as they began. */
  #close(at: number): void {
    const passed = Math.floor((at - this.#ends) / this.#length) + 1
    this.#ends += passed * this.#length
    const room = Math.min(passed, MOST - this.#values.length)
    for (let i = 0; i < room; i++) this.#values.push(this.#latest)
  }
}
