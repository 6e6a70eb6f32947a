import { INTERVALS, type Interval } from '@md/types'

/** Binance Spot API documentation, "Kline/Candlestick chart intervals": all of ours but `15d`. */
export const BINANCE_INTERVALS: readonly Interval[] = INTERVALS.filter((interval) => interval !== '15d')

const KNOWN: ReadonlySet<string> = new Set(BINANCE_INTERVALS)

export const isBinanceInterval = (value: string): value is Interval => KNOWN.has(value)
