import { isArray } from './guards.ts'

/**
 * Why a message of a known kind cannot be used: a field is not what it should be, a number is impossible, or its kind
 * has a part we do not know.
 */
export type Fault = 'shape' | 'number' | 'unknown'

/** What is wrong with values of which one is not a price or an amount. */
export const faultOf = (...values: readonly unknown[]): Fault =>
  values.every((value) => typeof value === 'string' || typeof value === 'number') ? 'number' : 'shape'

/** What is wrong with levels of which one is not a price and an amount. */
export function levelsFault(levels: unknown): Fault {
  if (!isArray(levels)) return 'shape'
  return levels.every((level) => isArray(level) && faultOf(level[0], level[1]) === 'number') ? 'number' : 'shape'
}
