export interface DrawdownFigures {
  /** Quote currency, from the highest equity before to the lowest after it. */
  readonly amount: number
  /** Of the highest equity before. */
  readonly fraction: number
  /** When that was, and when the lowest was; ms since the epoch. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** The longest time below an earlier height, ms; one that had not ended at the end counts as far as it went. */
  readonly longestMs: number
}

/** How far below its height equity fell, and for how long; by fraction, so that growing capital does not hide it. */
export class Drawdown {
  #peak = Number.NEGATIVE_INFINITY
  #peakAt = 0
  #fraction = 0
  #amount = 0
  #from: number | undefined
  #to: number | undefined
  #longest = 0
  #now = 0

  add(at: number, equity: number): void {
    this.#now = at
    if (equity >= this.#peak) {
      this.#end()
      this.#peak = equity
      this.#peakAt = at
      return
    }
    const fraction = (this.#peak - equity) / this.#peak
    if (fraction <= this.#fraction) return
    this.#fraction = fraction
    this.#amount = this.#peak - equity
    this.#from = this.#peakAt
    this.#to = at
  }

  get figures(): DrawdownFigures {
    this.#end()
    return {
      amount: this.#amount,
      fraction: this.#fraction,
      from: this.#from,
      to: this.#to,
      longestMs: this.#longest,
    }
  }

  /** The first height is not below anything. */
  #end(): void {
    if (Number.isFinite(this.#peak)) this.#longest = Math.max(this.#longest, this.#now - this.#peakAt)
  }
}
