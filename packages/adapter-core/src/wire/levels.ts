import type { Level } from '@md/types'
import { isArray, toAmount, toPrice } from './guards.ts'

/** Levels from `[[price, amount, ...], ...]`; `undefined` when one of them is not a price and an amount. */
export function toLevels(value: unknown): Level[] | undefined {
  if (!isArray(value)) return undefined
  const levels: Level[] = []
  for (const entry of value) {
    if (!isArray(entry)) return undefined
    const price = toPrice(entry[0])
    const amount = toAmount(entry[1])
    if (Number.isNaN(price) || Number.isNaN(amount)) return undefined
    levels.push([price, amount])
  }
  return levels
}
