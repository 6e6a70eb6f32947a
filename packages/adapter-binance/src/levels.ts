import { isArray } from '@md/adapter-core'
import type { Level } from '@md/types'
import { toAmount, toPrice } from './decimal.ts'

/** Levels from `[[price, quantity], ...]`; `undefined` when one of them is not a price and an amount. */
export function toLevels(value: unknown): Level[] | undefined {
  if (!isArray(value)) return undefined
  const levels: Level[] = []
  for (let i = 0; i < value.length; i++) {
    const level: unknown = value[i]
    if (!isArray(level)) return undefined
    const price = toPrice(level[0])
    const amount = toAmount(level[1])
    // False for NaN, too.
    if (!(price > 0 && amount >= 0)) return undefined
    levels.push([price, amount])
  }
  return levels
}

/** What is wrong with values of which one is not a price or an amount. */
export function faultOf(...values: readonly unknown[]): 'shape' | 'number' {
  return values.every((value) => typeof value === 'string' || typeof value === 'number') ? 'number' : 'shape'
}

/** What is wrong with levels of which one is not a price and an amount. */
export function levelsFault(levels: unknown): 'shape' | 'number' {
  if (!isArray(levels)) return 'shape'
  return levels.every((level) => isArray(level) && faultOf(level[0], level[1]) === 'number') ? 'number' : 'shape'
}
