import type { Candle } from '@md/types'
import { aCandle } from '@md/types/testing'

const MINUTE = 60_000
const FIRST = 1_750_000_020_000

/** Closed candles of one minute, one after the other; `from` is the number of the first. */
export const closes = (prices: readonly number[], from = 0): readonly Candle[] =>
  bars(
    prices.map((price) => [price, price, price]),
    from,
  )

/** The same with a high and a low each. */
export const bars = (
  prices: readonly (readonly [high: number, low: number, close: number])[],
  from = 0,
): readonly Candle[] =>
  prices.map(([high, low, close], i) => {
    const openTime = FIRST + (from + i) * MINUTE
    const closeTime = openTime + MINUTE - 1
    return aCandle({ openTime, closeTime, open: close, high, low, close, closed: true })
  })
