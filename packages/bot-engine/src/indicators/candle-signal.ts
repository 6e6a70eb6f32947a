import type { Candle } from '@md/types'

/** What candles say, one after the other; `undefined` where they say nothing, or not yet. */
export interface CandleSignal<T> {
  add(candle: Candle): T | undefined
}

/**
 * Asks once for every closed candle that is newer than the last one. Warm-up and feed overlap, and one candle that
 * counts twice, or one with NaN in it, would spoil every value that comes after it.
 */
export function perClosedCandle<T>(said: (candle: Candle) => T | undefined): CandleSignal<T> {
  let newest = Number.NEGATIVE_INFINITY
  return {
    add(candle) {
      if (!candle.closed || candle.openTime <= newest || !hasPrices(candle)) return undefined
      newest = candle.openTime
      return said(candle)
    },
  }
}

const hasPrices = ({ open, high, low, close }: Candle): boolean => [open, high, low, close].every(isPrice)

const isPrice = (value: number): boolean => value > 0 && value < Number.POSITIVE_INFINITY
