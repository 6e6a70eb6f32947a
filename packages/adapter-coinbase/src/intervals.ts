import type { Interval } from '@md/types'

/** The candle lengths of the venue's REST API: granularities 60, 300, 900, 3600, 21600 and 86400 s. Live ones are built to match. */
export const COINBASE_INTERVALS: readonly Interval[] = ['1m', '5m', '15m', '1h', '6h', '1d']
