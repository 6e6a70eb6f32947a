/** One stretch of time. Values are those at its end but for the extremes; quote currency. */
export interface EquityPoint {
  /** ms since the epoch. */
  readonly at: number
  readonly equity: number
  readonly lowest: number
  readonly highest: number
  /** Of the first market. */
  readonly price: number
  /** Fraction below the highest equity until then, at its worst. */
  readonly drawdown: number
}

const FIRST_STRETCH_MS = 1_000

/** A picture is no wider. */
const MOST_POINTS = 4_096

/**
 * Equity over any time in bounded memory: when there are too many points, two become one and a stretch is twice as
 * long. No extreme is lost.
 */
export class EquityCurve {
  #points: EquityPoint[] = []
  #stretchMs = FIRST_STRETCH_MS
  #ends = Number.NEGATIVE_INFINITY
  #at = 0
  #equity = Number.NaN
  #price = Number.NaN
  #lowest = Number.POSITIVE_INFINITY
  #highest = Number.NEGATIVE_INFINITY
  #peak = Number.NEGATIVE_INFINITY
  #drawdown = 0

  add(at: number, equity: number, price: number): void {
    if (at >= this.#ends) this.#turn(at)
    this.#at = at
    this.#equity = equity
    this.#price = price
    if (equity < this.#lowest) this.#lowest = equity
    if (equity > this.#highest) this.#highest = equity
    if (equity > this.#peak) this.#peak = equity
    else if (1 - equity / this.#peak > this.#drawdown) this.#drawdown = 1 - equity / this.#peak
  }

  get points(): readonly EquityPoint[] {
    return Number.isNaN(this.#equity) ? this.#points : [...this.#points, this.#point()]
  }

  #turn(at: number): void {
    if (!Number.isNaN(this.#equity)) this.#points.push(this.#point())
    if (this.#points.length >= MOST_POINTS) this.#halve()
    this.#ends = (Math.floor(at / this.#stretchMs) + 1) * this.#stretchMs
    this.#lowest = Number.POSITIVE_INFINITY
    this.#highest = Number.NEGATIVE_INFINITY
    this.#drawdown = 0
  }

  #point(): EquityPoint {
    return {
      at: this.#at,
      equity: this.#equity,
      lowest: this.#lowest,
      highest: this.#highest,
      price: this.#price,
      drawdown: this.#drawdown,
    }
  }

  #halve(): void {
    this.#stretchMs *= 2
    const halved: EquityPoint[] = []
    for (const point of this.#points) {
      const before = halved.at(-1)
      const together =
        before !== undefined && Math.floor(before.at / this.#stretchMs) === Math.floor(point.at / this.#stretchMs)
      if (together) halved[halved.length - 1] = joined(before, point)
      else halved.push(point)
    }
    this.#points = halved
  }
}

const joined = (first: EquityPoint, second: EquityPoint): EquityPoint => ({
  ...second,
  lowest: Math.min(first.lowest, second.lowest),
  highest: Math.max(first.highest, second.highest),
  drawdown: Math.max(first.drawdown, second.drawdown),
})
