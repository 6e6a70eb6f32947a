import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** Microseconds. */
export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly max: number
  readonly count: number
}

export const NOTHING: Spread = { p50: Number.NaN, p99: Number.NaN, p999: Number.NaN, max: Number.NaN, count: 0 }

/** Microseconds, to three figures. */
export class Spreading {
  readonly #histogram: RecordableHistogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })

  add(us: number): void {
    this.#histogram.record(Math.max(1, Math.round(us)))
  }

  reset(): void {
    this.#histogram.reset()
  }

  get spread(): Spread {
    const histogram = this.#histogram
    if (histogram.count === 0) return NOTHING
    const [p50, p99, p999] = [50, 99, 99.9].map((share) => histogram.percentile(share)) as [number, number, number]
    return { p50, p99, p999, max: histogram.max, count: histogram.count }
  }
}

export function spreadOf(all: readonly number[]): Spread {
  const spreading = new Spreading()
  for (const us of all) spreading.add(us)
  return spreading.spread
}
