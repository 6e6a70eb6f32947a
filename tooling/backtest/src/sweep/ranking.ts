import type { Metrics } from '@md/bot-engine/backtest'
import type { RunMetrics } from '../run-result.ts'
import type { Combination } from './grid.ts'
import type { Job, JobOutcome } from './job.ts'

/** What combinations are compared by: more is better. */
export const RANKINGS = {
  sharpe: ({ ratios }: Metrics) => ratios.sharpe,
  sortino: ({ ratios }: Metrics) => ratios.sortino,
  return: (metrics: Metrics) => metrics.return,
  drawdown: ({ maxDrawdown }: Metrics) => -maxDrawdown.fraction,
  'profit-factor': ({ profitFactor }: Metrics) => profitFactor,
} as const satisfies Record<string, (metrics: Metrics) => number | undefined>

export type Ranking = keyof typeof RANKINGS

export interface Ranked {
  readonly combination: Combination
  /** Of the whole time, or of its first part and then of its second. */
  readonly metrics: readonly RunMetrics[]
  /** Orders that were refused, likewise. */
  readonly refused: readonly number[]
}

/** By the first part alone; what has no value is last, and of equals the first combination is first. */
export function ranked(jobs: readonly Job[], outcomes: readonly JobOutcome[], by: Ranking): readonly Ranked[] {
  const worth = ({ metrics: [first] }: JobOutcome): number => (first && RANKINGS[by](first)) ?? Number.NEGATIVE_INFINITY
  return outcomes
    .filter(({ failure }) => failure === undefined)
    .sort((a, b) => {
      const [x, y] = [worth(a), worth(b)]
      return x === y ? a.index - b.index : y - x
    })
    .map(({ index, metrics, refused }) => ({ combination: jobs[index]?.combination ?? [], metrics, refused }))
}
