/** One side of a book, best first. Ticks and lots are integers, so nothing is ever rounded. */
export class BookSide {
  readonly #ticks: number[] = []
  readonly #lots: number[] = []
  /** 1 where a better price is lower (asks), -1 where it is higher (bids). */
  readonly #worse: 1 | -1

  constructor(side: 'buy' | 'sell') {
    this.#worse = side === 'sell' ? 1 : -1
  }

  get size(): number {
    return this.#ticks.length
  }

  ticks(index: number): number {
    return this.#ticks[index] ?? Number.NaN
  }

  lots(index: number): number {
    return this.#lots[index] ?? 0
  }

  /** Sets a level; no lots removes it. */
  set(ticks: number, lots: number): void {
    const index = this.indexOf(ticks)
    const held = this.#ticks[index] === ticks
    if (lots === 0) {
      if (!held) return
      this.#ticks.splice(index, 1)
      this.#lots.splice(index, 1)
    } else if (held) {
      this.#lots[index] = lots
    } else {
      this.#ticks.splice(index, 0, ticks)
      this.#lots.splice(index, 0, lots)
    }
  }

  /** Where this price is, or would be. */
  indexOf(ticks: number): number {
    let low = 0
    let high = this.#ticks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.ticks(middle) - ticks) * this.#worse < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The first level of those `from` to `levels` that is more than `widest` ticks from the one behind it; -1: none is. */
  hole(from: number, levels: number, widest: number): number {
    const end = Math.min(levels, this.size - 1)
    for (let index = from; index < end; index++)
      if (Math.abs(this.ticks(index + 1) - this.ticks(index)) > widest) return index
    return -1
  }

  has(ticks: number): boolean {
    return this.ticks(this.indexOf(ticks)) === ticks
  }

  /** A price `distance` ticks further from the other side. */
  behind(ticks: number, distance: number): number {
    return ticks + distance * this.#worse
  }

  isWorse(ticks: number, than: number): boolean {
    return (ticks - than) * this.#worse > 0
  }
}
