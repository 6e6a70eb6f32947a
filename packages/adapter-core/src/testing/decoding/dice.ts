/** Chance that can be repeated: the same seed, the same throws (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 to below 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end)
  }

  /** One time in `n`. */
  once(n: number): boolean {
    return this.below(n) === 0
  }

  of<T>(things: readonly [T, ...T[]]): T {
    return things[this.below(things.length)] ?? things[0]
  }

  /** As many digits as told, the first of them not 0. */
  digits(count: number): string {
    let text = String(1 + this.below(9))
    while (text.length < count) text += String(this.below(10))
    return text
  }

  shuffled<T>(things: readonly T[]): T[] {
    const order = things.map((thing) => [this.fraction(), thing] as const)
    return order.sort(([a], [b]) => a - b).map(([, thing]) => thing)
  }
}
