export { BookSequences, recordedEvent } from '../journal/record-event.ts'
export { runBacktest } from './backtest.ts'
export type { BacktestOptions, PaperRules } from './backtest-options.ts'
export type { BacktestResult } from './backtest-result.ts'
export { CandleHistory } from './candle-history.ts'
export { CANDLE_PATH, type CandlePathOptions, candlePath } from './candle-path.ts'
export {
  CandleFile,
  type CandleFileCounts,
  type CandleFileOptions,
  type Hole,
  openCandleFile,
} from './candles/candle-file.ts'
export { type CandleSourceOptions, candleSource } from './candles/candle-source.ts'
export { Drive, StuckError } from './drive.ts'
export { EventFeed, type EventFeedCounts, type HeardChannel } from './event-feed.ts'
export { type EventSource, merged, sourceOf } from './event-source.ts'
export { EventFile, type EventFileCounts } from './events-ndjson.ts'
export { ForgetfulStore } from './forgetful-store.ts'
export { type DigestFigures, JournalDigest } from './journal-digest.ts'
export type { RunCounts } from './observer.ts'
export type { DrawdownFigures } from './performance/drawdown.ts'
export type { EquityPoint } from './performance/equity-curve.ts'
export type { Metrics, RiskRatios } from './performance/metrics.ts'
export { Performance, type PerformanceOptions } from './performance/performance.ts'
export { type PlayedEvent, timeOf } from './played-event.ts'
export { seededRandom } from './seeded-random.ts'
export { VirtualClock } from './virtual-clock.ts'
