import type { Candle } from '@md/types'
import type { PaperOrder } from './paper-order.ts'

export interface PriceRange {
  readonly low: number
  readonly high: number
}

/** Lowest and highest price of a candle since the order began to wait: of what came before, its close alone is known to be later. */
export function rangeSince(
  { candle: begun, restedAt }: Pick<PaperOrder, 'candle' | 'restedAt'>,
  { close, high, low, openTime }: Candle,
): PriceRange {
  if (openTime > restedAt) return { low, high }
  if (begun?.openTime !== openTime) return { low: close, high: close }
  return { low: low < begun.low ? low : close, high: high > begun.high ? high : close }
}
