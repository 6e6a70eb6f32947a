import { median } from './median.ts'
import { measure } from './stage/measure.ts'

/** Latency from the server's write to the handler, in microseconds: medians over the repetitions. */
export interface PacedLatency {
  readonly contender: string
  readonly perSecond: number
  readonly burst: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly cpuPerFrame: number
}

const CONTENDERS = ['ws', 'plain', 'ours'] as const

/** Paced trades, one write a frame: here the wake-up is the cost, not the parsing. The first fifth is warm-up. */
export async function paced(
  perSecond: number,
  burst: number,
  seconds: number,
  repetitions: number,
): Promise<readonly PacedLatency[]> {
  const frames = perSecond * seconds
  const runs = CONTENDERS.map((contender) => ({ contender, results: [] as Awaited<ReturnType<typeof measure>>[] }))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { contender, results } of runs) {
      const pace = { perSecond, burst }
      results.push(
        await measure({ contender, workload: 'binance trade', frames, seed: repetition + 1, pace, latency: true }),
      )
    }
  }
  return runs.map(({ contender, results }) => ({
    contender,
    perSecond,
    burst,
    p50: median(results.map(({ latency }) => latency?.p50 ?? Number.NaN)),
    p99: median(results.map(({ latency }) => latency?.p99 ?? Number.NaN)),
    p999: median(results.map(({ latency }) => latency?.p999 ?? Number.NaN)),
    cpuPerFrame: median(results.map(({ cpuMs }) => (cpuMs * 1_000) / frames)),
  }))
}
