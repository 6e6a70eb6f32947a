/** A seeded stream of numbers: the same seed, the same stream, on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** Both ends included. */
  integer(least: number, most: number): number
  chance(probability: number): boolean
  /** Mean 0, deviation 1 (sum of six uniforms: no logarithm, so no platform can round it differently). */
  gaussian(): number
}

/** FNV-1a over the parts, for seeds. */
export function hash(...parts: readonly (string | number)[]): number {
  let state = 0x811c9dc5
  for (const character of parts.join('|')) {
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return state >>> 0
}

/** Spreads an integer over 32 bits, for noise that is a function of its place and not of its history. */
export function scatter(seed: number, index: number): number {
  let state = Math.imul(index ^ seed, 0x9e3779b1)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}

/** mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0

  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    next,
    integer: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    gaussian: () => (next() + next() + next() + next() + next() + next() - 3) * Math.SQRT2,
  }
}

/** A UUID that is a function of what it names. */
export function uuid(...parts: readonly (string | number)[]): string {
  const seed = hash(...parts)
  const hex = [1, 2, 3, 4]
    .map((index) =>
      Math.floor(scatter(seed, index) * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}
