import { fanOut, isWhole } from './fan.ts'
import type { Stage } from './stage.ts'
import { TRANSPORTS, type TransportName } from './transport.ts'

export interface LatencyRow {
  readonly executors: number
  readonly transport: TransportName
  readonly p50Ms: number
  readonly p99Ms: number
  readonly whole: boolean
}

const EXECUTORS = [1, 3, 5, 10, 20]

/** From the publish call to the handler at 10,000 events a second; everybody wants 10 of 100 symbols. */
export async function latency(
  stage: Stage,
  seconds: number,
  executorCounts: readonly number[] = EXECUTORS,
): Promise<readonly LatencyRow[]> {
  const rows: LatencyRow[] = []
  for (const executors of executorCounts) {
    for (const transport of TRANSPORTS) {
      const run = await fanOut(stage, { transport, executors, symbols: 100, perSecond: 10_000, seconds })
      const sorted = [...run.latenciesUs].sort((a, b) => a - b)
      rows.push({
        executors,
        transport,
        p50Ms: percentile(sorted, 0.5) / 1_000,
        p99Ms: percentile(sorted, 0.99) / 1_000,
        whole: isWhole(run),
      })
    }
  }
  return rows
}

/** Of sorted values; NaN of none. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
