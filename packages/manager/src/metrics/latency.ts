import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** Microseconds up to an hour, within 1 %. */
const RANGE = { lowest: 1, highest: 3_600_000_000, figures: 2 } as const

/** `recent` covers the current window of this length and the one before it. */
const WINDOW_MS = 60_000

/** Times in ms; all 0 while `count` is 0. */
export interface LatencySummary {
  readonly count: number
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** One hop since the beginning, and over the last one to two minutes. */
export interface HopLatency extends LatencySummary {
  /** Measured below zero, because the clocks of two machines differ; recorded as the least there is. */
  readonly negative: number
  readonly recent: LatencySummary
}

/** How long one hop takes, in HDR histograms: of fixed size, however many values. */
export class LatencyMeter {
  readonly #total = createHistogram(RANGE)
  #current = createHistogram(RANGE)
  #previous = createHistogram(RANGE)
  #windowEnd = Number.NEGATIVE_INFINITY
  #negative = 0

  /** Both in ms; `now` is the time of the recording. What is not a number is not a latency. */
  record(ms: number, now: number): void {
    if (now >= this.#windowEnd) this.#turn(now)
    if (ms < 0) this.#negative += 1
    const microseconds = Math.round(ms * 1_000)
    if (microseconds > RANGE.lowest) this.#current.record(Math.min(microseconds, RANGE.highest))
    else if (microseconds <= RANGE.lowest) this.#current.record(RANGE.lowest)
  }

  summary(now: number): HopLatency {
    if (now >= this.#windowEnd) this.#turn(now)
    return {
      ...summaryOf(this.#total, this.#current),
      negative: this.#negative,
      recent: summaryOf(this.#previous, this.#current),
    }
  }

  #turn(now: number): void {
    this.#total.add(this.#current)
    const emptied = this.#previous
    this.#previous = this.#current
    this.#current = emptied
    this.#current.reset()
    if (now >= this.#windowEnd + WINDOW_MS) this.#previous.reset()
    this.#windowEnd = now + WINDOW_MS
  }
}

function summaryOf(...parts: readonly RecordableHistogram[]): LatencySummary {
  const all = createHistogram(RANGE)
  for (const part of parts) if (part.count > 0) all.add(part)
  if (all.count === 0) return { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 }
  const ms = (microseconds: number) => microseconds / 1_000
  return {
    count: all.count,
    mean: ms(all.mean),
    p50: ms(all.percentile(50)),
    p95: ms(all.percentile(95)),
    p99: ms(all.percentile(99)),
    max: ms(all.max),
  }
}
