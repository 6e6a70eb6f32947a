import type { Ends } from '../lease/lease.ts'
import type { Position } from '../wire/envelope.ts'
import { PartitionWriter, type PartitionWriterOptions } from './partition-writer.ts'

/** All partitions of one writer. */
export class Partitions implements Iterable<PartitionWriter> {
  readonly #writers: readonly PartitionWriter[]

  constructor(count: number, optionsOf: (partition: number) => PartitionWriterOptions) {
    this.#writers = Array.from({ length: count }, (_, partition) => new PartitionWriter(optionsOf(partition)))
  }

  [Symbol.iterator](): Iterator<PartitionWriter> {
    return this.#writers.values()
  }

  get all(): readonly number[] {
    return [...this.#writers.keys()]
  }

  at(partition: number): PartitionWriter | undefined {
    return this.#writers[partition]
  }

  /** Whether Redis has not answered yet to everything that was sent. */
  get busy(): boolean {
    return this.#writers.some(({ log }) => log.unacked > 0)
  }

  get queued(): number {
    return this.#writers.reduce((sum, { waiting }) => sum + waiting, 0)
  }

  get ringBytes(): number {
    return this.#writers.reduce((sum, { log }) => sum + log.bytes, 0)
  }

  /** Where each partition's log ends. */
  get ends(): Ends {
    return Object.fromEntries(
      this.#writers.flatMap(({ at, used }, partition): [string, Position][] => (used ? [[String(partition), at]] : [])),
    )
  }

  flush(): void {
    for (const writer of this.#writers) writer.flush()
  }

  beat(ends = false): void {
    for (const writer of this.#writers) if (writer.used) writer.beat(ends)
  }

  /** Nothing more is sent for now. */
  away(): void {
    for (const { log } of this.#writers) log.away()
  }

  /** Nothing is sent any more: what waits is given up, and counted. */
  giveUp(): void {
    this.away()
    this.flush()
    this.abandon()
  }

  abandon(): void {
    for (const { log } of this.#writers) log.abandon()
  }

  trim(now: number): void {
    for (const { log, used } of this.#writers) if (used) log.trim(now)
  }
}
