import type { Candle, Ticker, Trade } from '@md/types'
import type { Inbound } from '../inbound.ts'
import type { Fault } from './fault.ts'
import { isString } from './guards.ts'

/* What a message means once it is normalised, unless there is something wrong with it. */

export const asTrade = (trade: Trade | Fault): Inbound | Fault => (isString(trade) ? trade : { kind: 'trade', trade })

export const asTicker = (ticker: Ticker | Fault): Inbound | Fault =>
  isString(ticker) ? ticker : { kind: 'ticker', ticker }

export const asCandle = (candle: Candle | Fault): Inbound | Fault =>
  isString(candle) ? candle : { kind: 'candle', candle }

/** For a scan, which leaves whatever is wrong to the plain decoder. */
export const unlessFault = (meaning: Inbound | Fault | undefined): Inbound | undefined =>
  isString(meaning) ? undefined : meaning
