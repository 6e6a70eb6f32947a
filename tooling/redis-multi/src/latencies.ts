/** As they travel between processes. */
export interface LatencyCounts {
  readonly classes: readonly (readonly [index: number, count: number])[]
  readonly count: number
  readonly sumMs: number
  readonly minMs: number
  readonly maxMs: number
}

export interface LatencySummary {
  readonly average: number
  readonly min: number
  readonly max: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

const GROWTH = Math.log(1.02)

/** Percentiles within 2 %, in the same small memory however many there are; the rest exactly. Ms. */
export class Latencies {
  readonly #classes = new Map<number, number>()
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  add(ms: number): void {
    const index = ms <= 0.001 ? 0 : Math.ceil(Math.log(ms * 1_000) / GROWTH)
    this.#classes.set(index, (this.#classes.get(index) ?? 0) + 1)
    this.#count += 1
    this.#sum += ms
    this.#min = Math.min(this.#min, ms)
    this.#max = Math.max(this.#max, ms)
  }

  merge({ classes, count, maxMs, minMs, sumMs }: LatencyCounts): void {
    for (const [index, some] of classes) this.#classes.set(index, (this.#classes.get(index) ?? 0) + some)
    this.#count += count
    this.#sum += sumMs
    if (count === 0) return
    this.#min = Math.min(this.#min, minMs)
    this.#max = Math.max(this.#max, maxMs)
  }

  get counts(): LatencyCounts {
    const minMs = this.#count === 0 ? 0 : this.#min
    return { classes: [...this.#classes], count: this.#count, sumMs: this.#sum, minMs, maxMs: this.#max }
  }

  /** Nothing where nothing was received. */
  get summary(): LatencySummary | undefined {
    if (this.#count === 0) return undefined
    return {
      average: this.#sum / this.#count,
      min: this.#min,
      max: this.#max,
      p50: this.#at(0.5),
      p95: this.#at(0.95),
      p99: this.#at(0.99),
    }
  }

  #at(share: number): number {
    let left = Math.ceil(this.#count * share)
    for (const [index, count] of [...this.#classes].sort(([a], [b]) => a - b)) {
      left -= count
      if (left <= 0) return Math.min(this.#max, Math.exp(index * GROWTH) / 1_000)
    }
    return this.#max
  }
}
