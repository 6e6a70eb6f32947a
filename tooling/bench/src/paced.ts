import { PEERS } from './contenders/peers/all.ts'
import { median } from './median.ts'
import { measure } from './stage/measure.ts'
import type { Measured } from './stage/messages.ts'

export interface Pace {
  readonly perSecond: number
  /** Frames written one after the other before the next pause. */
  readonly burst: number
  readonly seconds: number
}

/** Latency from the server's write to the handler, in microseconds: medians over the repetitions. */
export interface PacedLatency {
  readonly contender: string
  readonly perSecond: number
  readonly burst: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly cpuPerFrame: number
  /** CPU a frame, in units of what `ws` alone takes in the same run; NaN without it. */
  readonly timesWs: number
  /** Share of the frames whose event came at all. */
  readonly seen: number
}

export const PACES: readonly Pace[] = [
  { perSecond: 2_000, burst: 1, seconds: 10 },
  { perSecond: 10_000, burst: 10, seconds: 10 },
  { perSecond: 10_000, burst: 50, seconds: 10 },
]

/** Paced trades, one write a frame: here the wake-up is the cost, not the parsing. The first half is warm-up. */
export async function paced(
  { burst, perSecond, seconds }: Pace,
  contenders: readonly string[],
  repetitions: number,
): Promise<readonly PacedLatency[]> {
  const frames = perSecond * seconds
  const runs = contenders.map((contender) => ({ contender, results: [] as Measured[] }))
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { contender, results } of runs) {
      const result = await once(contender, frames, repetition + 1, { perSecond, burst })
      if (result !== undefined) results.push(result)
    }
  }
  const cpuOf = (results: readonly Measured[]) =>
    median(results.map(({ cpuMs, frames: counted }) => (cpuMs * 1_000) / counted))
  const ws = cpuOf(runs.find(({ contender }) => contender === 'ws')?.results ?? [])
  return runs
    .filter(({ results }) => results.length > 0)
    .map(({ contender, results }) => ({
      contender,
      perSecond,
      burst,
      p50: median(results.map(({ latency }) => latency?.p50 ?? Number.NaN)),
      p99: median(results.map(({ latency }) => latency?.p99 ?? Number.NaN)),
      p999: median(results.map(({ latency }) => latency?.p999 ?? Number.NaN)),
      cpuPerFrame: cpuOf(results),
      timesWs: cpuOf(results) / ws,
      seen: median(results.map(({ seen }) => seen)),
    }))
}

/** `undefined`: a peer failed, and is left out. */
async function once(
  contender: string,
  frames: number,
  seed: number,
  pace: Pick<Pace, 'burst' | 'perSecond'>,
): Promise<Measured | undefined> {
  try {
    return await measure({ contender, workload: 'binance trade', frames, seed, pace, latency: true })
  } catch (error) {
    if (PEERS[contender] === undefined) throw error
    return undefined
  }
}
