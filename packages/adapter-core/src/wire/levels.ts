import type { Level } from '@md/types'
import { toAmount, toPrice } from './decimal.ts'
import { isArray } from './guards.ts'

/** Levels from `[[price, amount, ...], ...]`; `undefined` when one of them is not a price and an amount. */
export function toLevels(value: unknown): Level[] | undefined {
  if (!isArray(value)) return undefined
  const levels: Level[] = []
  for (let i = 0; i < value.length; i++) {
    const entry = value[i]
    const level = isArray(entry) ? toLevel(entry[0], entry[1]) : undefined
    if (level === undefined) return undefined
    levels.push(level)
  }
  return levels
}

/** `undefined` when it is not a price and an amount. */
export function toLevel(wirePrice: unknown, wireAmount: unknown): Level | undefined {
  const price = toPrice(wirePrice)
  const amount = toAmount(wireAmount)
  // False for NaN, too.
  return price > 0 && amount >= 0 ? [price, amount] : undefined
}
