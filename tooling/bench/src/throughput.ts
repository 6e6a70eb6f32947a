import { PEERS } from './contenders/peers/all.ts'
import { median } from './median.ts'
import { measure } from './stage/measure.ts'
import type { Measured } from './stage/messages.ts'
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
  /** Frames a second, in units of the plain way's in the same run; NaN without it. */
  readonly timesPlain: number
  /** Share of the frames that became an event. */
  readonly seen: number
  /** What the others do here and this one does not. */
  readonly remark: string | undefined
}

/** Who did not take part in a workload, and why. */
export interface LeftOut {
  readonly workload: string
  readonly contender: string
  readonly reason: string
}

export interface ThroughputSettings {
  readonly contenders: readonly string[]
  readonly frames: number
  readonly repetitions: number
  readonly recordings?: string | undefined
}

export interface Comparison {
  readonly rows: readonly Throughput[]
  readonly leftOut: readonly LeftOut[]
}

type Results = ReadonlyMap<string, Measured[]>

/** Contenders take turns within each repetition, so that a slow moment of the machine hits them alike. */
export async function throughput(workload: Workload, settings: ThroughputSettings): Promise<Comparison> {
  const { contenders, repetitions } = settings
  const leftOut = contenders.flatMap((contender): LeftOut[] => {
    const reason = PEERS[contender]?.leavesOut(workload)
    return reason === undefined ? [] : [{ workload: workload.name, contender, reason }]
  })
  const names = contenders.filter((name) => leftOut.every(({ contender }) => contender !== name))
  const results = new Map<string, Measured[]>(names.map((name) => [name, []]))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [contender, runs] of results) {
      const failure = await once(contender, workload, repetition + 1, settings, runs)
      if (failure === undefined) continue
      results.delete(contender)
      leftOut.push({ workload: workload.name, contender, reason: `failed here: ${failure}` })
    }
  }
  return { rows: rowsOf(workload, results), leftOut }
}

/** A peer that fails leaves the run, and is named; our own failure is a failure of the bench. */
async function once(
  contender: string,
  workload: Workload,
  seed: number,
  { frames, recordings }: ThroughputSettings,
  runs: Measured[],
): Promise<string | undefined> {
  try {
    runs.push(await measure({ contender, workload: workload.name, frames, seed, recordings }))
    return undefined
  } catch (error) {
    if (PEERS[contender] === undefined) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

function rowsOf(workload: Workload, results: Results): readonly Throughput[] {
  const rate = ({ frames, wallMs }: Measured) => (frames / wallMs) * 1_000
  const plain = median((results.get('plain') ?? []).map(rate))
  return [...results].map(([contender, runs]) => {
    const rates = runs.map(rate)
    return {
      workload: workload.name,
      contender,
      framesPerSecond: median(rates),
      spread: [Math.min(...rates), Math.max(...rates)],
      cpuPerFrame: median(runs.map(({ cpuMs, frames }) => (cpuMs * 1_000) / frames)),
      maxRssMb: Math.max(...runs.map(({ maxRssMb }) => maxRssMb)),
      timesPlain: median(rates) / plain,
      seen: median(runs.map(({ seen }) => seen)),
      remark: PEERS[contender]?.remark(workload),
    }
  })
}
