import type { EventType } from '@md/types'
import { isBefore, type Position } from '../wire/envelope.ts'

/** One batch as it goes to the log. */
export interface Batch {
  readonly at: Position
  /** Bytes, not text: texts of this size, glued together from thousands, are what the collector would carry about. */
  readonly entry: Buffer
  /** Monotonic ms. */
  readonly madeAt: number
  readonly events: Readonly<Partial<Record<EventType, number>>>
  readonly count: number
  acked: boolean
  /** Redis answered with an error. */
  refused: boolean
}

export interface RingLimits {
  readonly maxAgeMs: number
  readonly maxBytes: number
}

/** The last batches, acknowledged or not: what can be sent again to a Redis that has forgotten them. */
export class Ring {
  readonly #limits: RingLimits
  readonly #onDropped: (batch: Batch) => void
  #batches: Batch[] = []
  #start = 0
  #bytes = 0

  /** @param onDropped told of what leaves without ever having been acknowledged */
  constructor(limits: RingLimits, onDropped: (batch: Batch) => void) {
    this.#limits = limits
    this.#onDropped = onDropped
  }

  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#batches.length - this.#start
  }

  push(batch: Batch): void {
    this.#batches.push(batch)
    this.#bytes += batch.entry.length
    this.#shrink(batch.madeAt)
  }

  /** The next batches above a place in the log, oldest first. */
  after(at: Position, limit: number): readonly Batch[] {
    let low = this.#start
    let high = this.#batches.length
    while (low < high) {
      const middle = (low + high) >> 1
      const batch = this.#batches[middle]
      if (batch !== undefined && !isBefore(at, batch.at)) low = middle + 1
      else high = middle
    }
    return this.#batches.slice(low, low + limit)
  }

  *upTo(at: Position): Generator<Batch> {
    for (let i = this.#start; i < this.#batches.length; i++) {
      const batch = this.#batches[i]
      if (batch === undefined || isBefore(at, batch.at)) return
      yield batch
    }
  }

  /** Drops everything, told of as far as it was not acknowledged. */
  clear(): void {
    while (this.size > 0) this.#dropOldest()
    this.#compact()
  }

  #shrink(now: number): void {
    const { maxAgeMs, maxBytes } = this.#limits
    for (;;) {
      const oldest = this.#batches[this.#start]
      if (oldest === undefined || (this.#bytes <= maxBytes && now - oldest.madeAt <= maxAgeMs)) break
      this.#dropOldest()
    }
    if (this.#start > 1_024 && this.#start * 2 > this.#batches.length) this.#compact()
  }

  #dropOldest(): void {
    const oldest = this.#batches[this.#start]
    if (oldest === undefined) return
    this.#start += 1
    this.#bytes -= oldest.entry.length
    if (!oldest.acked) this.#onDropped(oldest)
  }

  #compact(): void {
    this.#batches = this.#batches.slice(this.#start)
    this.#start = 0
  }
}
