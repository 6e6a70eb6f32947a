export type Direction = 'up' | 'down'

/** Tells when a number changes its sign. The first number is no crossing, and to touch zero is none either. */
export class Crossing {
  #side = 0

  /** @param distance what is watched, less what it may cross */
  add(distance: number): Direction | undefined {
    const side = Math.sign(distance)
    if (side === 0 || Number.isNaN(side)) return undefined
    const before = this.#side
    this.#side = side
    if (before === 0 || before === side) return undefined
    return side > 0 ? 'up' : 'down'
  }
}
