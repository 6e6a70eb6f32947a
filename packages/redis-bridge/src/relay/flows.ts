import type { Links } from '../link/links.ts'
import type { Names } from '../names.ts'
import type { Copy } from './copy-entry.ts'
import { Flow } from './flow.ts'
import type { RelayCounters } from './relay-metrics.ts'

interface FlowsOptions {
  readonly nearNames: Names
  readonly farNames: Names
  readonly farLinks: Links
  readonly counters: RelayCounters
  readonly failed: (error: unknown) => void
  readonly arrived: (flow: Flow, copies: readonly Copy[]) => void
}

/** Every writer's logs that are copied. */
export class Flows implements Iterable<Flow> {
  readonly #options: FlowsOptions
  readonly #flows = new Map<string, Flow>()

  constructor(options: FlowsOptions) {
    this.#options = options
  }

  [Symbol.iterator](): Iterator<Flow> {
    return this.#flows.values()
  }

  get size(): number {
    return this.#flows.size
  }

  get inFlight(): number {
    let sum = 0
    for (const { inFlight } of this) sum += inFlight
    return sum
  }

  get(partition: number, writer: string): Flow | undefined {
    return this.#flows.get(keyOf(partition, writer))
  }

  in(partitions: readonly number[]): readonly Flow[] {
    return [...this].filter(({ partition }) => partitions.includes(partition))
  }

  add(partition: number, writer: string): Flow {
    const { arrived, counters, failed, farLinks, farNames, nearNames } = this.#options
    const flow = new Flow({
      writer,
      partition,
      nearKey: nearNames.log(partition, writer),
      farKey: farNames.log(partition, writer),
      counters,
      command: (args) => farLinks.commands(partition).command(args),
      failed,
      arrived,
    })
    this.#flows.set(keyOf(partition, writer), flow)
    return flow
  }

  /** Those of a partition whose writers are not known there any more. */
  keepOnly(partition: number, writers: ReadonlySet<string>): void {
    for (const flow of this) {
      if (flow.partition === partition && !writers.has(flow.writer)) {
        flow.rewind()
        this.#flows.delete(keyOf(partition, flow.writer))
      }
    }
  }

  /** The far end was lost: nobody knows what of it got there. */
  rewind(partitions: readonly number[]): void {
    for (const flow of this.in(partitions)) flow.rewind()
  }
}

const keyOf = (partition: number, writer: string): string => `${partition} ${writer}`
