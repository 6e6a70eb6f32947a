export type Direction = 'up' | 'down'

/** Two averages of a price that stands still are the same but for their last digits, which are nobody's opinion. */
const NOISE = 1e-10

/** Tells when a number changes its sign. The first number is no crossing, and to touch zero is none either. */
export class Crossing {
  #side = 0

  /**
   * @param distance what is watched, less what it may cross
   * @param size of what is watched: a distance that is next to nothing beside it counts as zero
   */
  add(distance: number, size = 1): Direction | undefined {
    if (!(Math.abs(distance) > NOISE * size)) return undefined
    const side = Math.sign(distance)
    const before = this.#side
    this.#side = side
    if (before === 0 || before === side) return undefined
    return side > 0 ? 'up' : 'down'
  }
}
