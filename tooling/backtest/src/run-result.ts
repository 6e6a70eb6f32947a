import type { BacktestResult, Metrics } from '@md/bot-engine/backtest'

/** A win rate is of what was ended: beside it stands what was not. */
export interface RunMetrics extends Metrics {
  readonly stillOpen: number
}

/** What a report is made of. */
export interface RunResult extends BacktestResult {
  readonly metrics: RunMetrics
}

/** `14 won, 0 lost, 1 still open`. */
export const outcomesOf = ({ losses, stillOpen, wins }: RunMetrics): string =>
  `${wins} won, ${losses} lost, ${stillOpen} still open`
