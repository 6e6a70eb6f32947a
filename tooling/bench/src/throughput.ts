import { CONTENDERS } from './contenders/all.ts'
import { median } from './median.ts'
import { measure } from './stage/measure.ts'
import type { ClientResult } from './stage/messages.ts'
import type { Workload } from './workloads/workload.ts'

/** One contender on one workload, over the repetitions of a run. */
export interface Throughput {
  readonly workload: string
  readonly contender: string
  /** Median and range. */
  readonly framesPerSecond: number
  readonly spread: readonly [number, number]
  /** CPU microseconds a frame, which is seconds per million. */
  readonly cpuPerFrame: number
  readonly maxRssMb: number
  /** Frames a second, in units of the plain way's in the same run. */
  readonly timesPlain: number
  /** Share of the frames that became an event. */
  readonly seen: number
}

/** Contenders take turns within each repetition, so that a slow moment of the machine hits them alike. */
export async function throughput(
  workload: Workload,
  frames: number,
  repetitions: number,
): Promise<readonly Throughput[]> {
  const names = Object.keys(CONTENDERS)
  const results = new Map<string, ClientResult[]>(names.map((name) => [name, []]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const contender of names) {
      results.get(contender)?.push(await measure({ contender, workload: workload.name, frames, seed: repetition + 1 }))
    }
  }
  const rate = ({ wallMs }: ClientResult) => (frames / wallMs) * 1_000
  const plain = median((results.get('plain') ?? []).map(rate))
  return names.map((contender) => {
    const runs = results.get(contender) ?? []
    const rates = runs.map(rate)
    return {
      workload: workload.name,
      contender,
      framesPerSecond: median(rates),
      spread: [Math.min(...rates), Math.max(...rates)],
      cpuPerFrame: median(runs.map(({ cpuMs }) => (cpuMs * 1_000) / frames)),
      maxRssMb: Math.max(...runs.map(({ maxRssMb }) => maxRssMb)),
      timesPlain: median(rates) / plain,
      seen: median(runs.map(({ events }) => events / frames)),
    }
  })
}
