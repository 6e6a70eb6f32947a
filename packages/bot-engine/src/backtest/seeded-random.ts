const MODULUS = 2_147_483_647
const FACTOR = 48_271

/** Seeds next to each other would otherwise begin next to each other. */
const WARM_UP = 8

/** The same numbers from 0 to below 1 for the same seed, on every machine. */
export function seededRandom(seed: number): () => number {
  let state = 1 + (Math.abs(Math.trunc(seed)) % (MODULUS - 1))
  // The product of two factors below 2^31 and 2^16 is exact in a double.
  const next = (): number => {
    state = (state * FACTOR) % MODULUS
    return (state - 1) / (MODULUS - 1)
  }
  for (let i = 0; i < WARM_UP; i++) next()
  return next
}
