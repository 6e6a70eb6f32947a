import { PLANNED_POINTS, type PlannedPoint } from './plan.ts'
import type { RunResult } from './run.ts'

interface Row {
  readonly crashes: number
  readonly asPlanned: number
  readonly failures: number
}

/** By point: crashes that were to happen there, those that did, and runs with them in which something is wrong. */
export function tableLines(results: readonly Pick<RunResult, 'crashes' | 'faults'>[]): readonly string[] {
  const lines = PLANNED_POINTS.flatMap((point) => {
    const { asPlanned, crashes, failures } = rowOf(point, results)
    return crashes === 0 ? [] : [line(point, crashes, asPlanned, failures)]
  })
  return [line('point', 'crashes', 'there', 'failures'), ...lines]
}

function rowOf(point: PlannedPoint, results: readonly Pick<RunResult, 'crashes' | 'faults'>[]): Row {
  const here = results.map(({ crashes, faults }) => ({ faults, own: crashes.filter((crash) => crash.point === point) }))
  const own = here.flatMap((result) => result.own)
  return {
    crashes: own.length,
    asPlanned: own.filter(({ asPlanned }) => asPlanned).length,
    failures: here.filter((result) => result.own.length > 0 && result.faults.length > 0).length,
  }
}

const line = (point: string, ...numbers: readonly (string | number)[]): string =>
  point.padEnd(28) + numbers.map((number) => String(number).padStart(10)).join('')
