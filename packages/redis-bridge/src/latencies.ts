import type { MarketEvent } from '@md/types'

/** Percentiles in ms; `undefined` before the first. */
export interface Percentiles {
  readonly p50: number | undefined
  readonly p99: number | undefined
  readonly count: number
}

/** Counts in classes that grow by a tenth: within 5 % of the truth, and always as small. */
export class LatencyHistogram {
  readonly #classes = new Float64Array(200)
  #count = 0

  add(ms: number): void {
    const scaled = ms <= 0.001 ? 0 : Math.ceil(Math.log(ms * 1_000) / Math.log(1.1))
    const index = Math.min(scaled, this.#classes.length - 1)
    this.#classes[index] = (this.#classes[index] ?? 0) + 1
    this.#count += 1
  }

  get percentiles(): Percentiles {
    return { p50: this.#at(0.5), p99: this.#at(0.99), count: this.#count }
  }

  #at(share: number): number | undefined {
    let left = Math.ceil(this.#count * share)
    if (left === 0) return undefined
    for (const [index, count] of this.#classes.entries()) {
      left -= count
      if (left <= 0) return 1.1 ** index / 1_000
    }
    return undefined
  }
}

/** How long each part of the way took: exchange to host, host to bridge, bridge to handler. */
export class Latencies {
  readonly feed = new LatencyHistogram()
  readonly host = new LatencyHistogram()
  readonly bridge = new LatencyHistogram()

  note({ data, type }: MarketEvent, publishedAt: number, now: number): void {
    this.bridge.add(now - publishedAt)
    if (type === 'gap' || type.startsWith('exchange:') || !('receivedAt' in data)) return
    this.host.add(publishedAt - data.receivedAt)
    if (data.timestamp !== undefined) this.feed.add(data.receivedAt - data.timestamp)
  }
}
