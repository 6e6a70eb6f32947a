import type { CandleSeries } from './candles.ts'
import { bucketStart, joinCandles } from './candles.ts'
import type { Candle, Past } from './past.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The rolling 24 hours of one market. Whole minutes are added up once a minute, the running one every time. */
export class DayStatistics {
  readonly #past: Past
  readonly #minutes: CandleSeries
  #wholeUntil = Number.NaN
  #whole: Candle | undefined

  constructor(past: Past, minutes: CandleSeries) {
    this.#past = past
    this.#minutes = minutes
  }

  read(now: number): Candle {
    const minute = bucketStart(MINUTE_MS, now)
    if (minute !== this.#wholeUntil) {
      this.#wholeUntil = minute
      this.#whole = this.#addUp(now - DAY_MS, minute)
    }
    const running = this.#minutes.at(minute)
    const parts = [this.#whole, running].filter((part) => part !== undefined)
    return joinCandles(parts) ?? this.#past.candle(now - DAY_MS, now)
  }

  #addUp(from: number, until: number): Candle | undefined {
    const opened = this.#past.openedAt
    // The minute the market opened in holds its own share of the past.
    const pastUntil = Math.min(until, bucketStart(MINUTE_MS, opened))
    const parts: Candle[] = from < pastUntil ? [this.#past.candle(from, pastUntil)] : []
    for (const candle of this.#minutes.traded) {
      if (candle.openTime >= from && candle.openTime < until) parts.push(candle)
    }
    return joinCandles(parts)
  }
}
