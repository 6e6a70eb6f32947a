import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { NOTHING, type Spread } from '../percentiles.ts'

const RESOLUTION_MS = 5

/** How late a timer of this process is. */
export class LoopLag {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

  mark(): void {
    this.#histogram.enable()
    this.#histogram.reset()
  }

  /** The delay beside the resolution itself. */
  get spread(): Spread {
    const histogram = this.#histogram
    if (histogram.count === 0) return NOTHING
    const us = (nanoseconds: number) => Math.max(0, nanoseconds / 1_000 - RESOLUTION_MS * 1_000)
    const at = (share: number) => us(histogram.percentile(share))
    return { p50: at(50), p99: at(99), p999: at(99.9), max: us(histogram.max), count: histogram.count }
  }
}
