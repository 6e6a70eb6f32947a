import { reportOf } from '@md/types'
import type { TimeRange } from '../data/opened.ts'
import { withValue } from '../params.ts'
import type { RunMetrics } from '../run-result.ts'
import type { PreparedSetup } from '../run-setup.ts'
import type { Combination } from './grid.ts'

/** One combination, over all the time or over both parts of it. */
export interface Job {
  readonly index: number
  readonly combination: Combination
  readonly ranges: readonly TimeRange[]
}

/** Its metrics for each part, or why there are none. */
export interface JobOutcome {
  readonly index: number
  readonly metrics: readonly RunMetrics[]
  /** Orders that were refused, for each part. */
  readonly refused: readonly number[]
  readonly failure: string | undefined
}

/** A combination that cannot be run is a result as well. */
export async function perform(prepared: PreparedSetup, { combination, index, ranges }: Job): Promise<JobOutcome> {
  const params = combination.reduce((all, [path, value]) => withValue(all, path, value), prepared.setup.params)
  const metrics: RunMetrics[] = []
  const refused: number[] = []
  try {
    for (const range of ranges) {
      const result = await prepared.run(params, range)
      metrics.push(result.metrics)
      refused.push(Object.values(result.counts.refusals).reduce((sum, count) => sum + count, 0))
    }
    return { index, metrics, refused, failure: undefined }
  } catch (error) {
    return { index, metrics: [], refused: [], failure: reportOf(error).message }
  }
}
