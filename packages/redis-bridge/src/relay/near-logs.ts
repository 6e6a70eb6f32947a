import type { Reply } from '../link/client.ts'
import type { Link } from '../link/link.ts'
import type { Position } from '../wire/envelope.ts'
import { toLogId } from '../wire/log-id.ts'
import type { Copy, CopyEntry } from './copy-entry.ts'
import type { Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import type { RelayCounters } from './relay-metrics.ts'

const BLOCK_MS = 500
const MIN_COUNT = 16
const MAX_COUNT = 2_000

interface NearLogsOptions {
  /** Its own: a read that waits keeps everything behind it waiting. */
  readonly link: Link
  readonly partitions: readonly number[]
  readonly flows: Flows
  readonly copy: CopyEntry
  readonly counters: RelayCounters
  readonly maxBytes: number
}

/** Reads the near logs where they go on, as much at once as there is room for. */
export class NearLogs {
  readonly #options: NearLogsOptions
  /** Of an entry, about. */
  #bytes = 4_096

  constructor(options: NearLogsOptions) {
    this.#options = options
  }

  /** One read. `'go on'`: there may be more. */
  async read(): Promise<'go on' | undefined> {
    const { flows, link, maxBytes, partitions } = this.#options
    const room = maxBytes - flows.inFlight
    const from = new Map<Flow, Position>()
    for (const flow of flows.in(partitions)) if (flow.readAt !== undefined) from.set(flow, flow.readAt)
    if (!link.up || from.size === 0 || room < maxBytes / 4) return undefined
    const count = Math.max(MIN_COUNT, Math.min(MAX_COUNT, Math.floor(room / 2 / this.#bytes / from.size)))
    const args = ['XREAD', 'COUNT', String(count), 'BLOCK', String(BLOCK_MS), 'STREAMS']
    const keys = [...from.keys()].map(({ nearKey }) => nearKey)
    this.#takeAll(await this.#ask([...args, ...keys, ...[...from.values()].map(toLogId)]), from, count)
    return 'go on'
  }

  #takeAll(reply: Reply, from: ReadonlyMap<Flow, Position>, count: number): void {
    const byKey = new Map([...from.keys()].map((flow) => [flow.nearKey, flow]))
    for (const stream of Array.isArray(reply) ? reply : []) {
      const [key, entries] = Array.isArray(stream) ? stream : []
      const flow = typeof key === 'string' ? byKey.get(key) : undefined
      // Where it went back meanwhile, this is not what comes next.
      if (flow !== undefined && flow.readAt === from.get(flow) && Array.isArray(entries)) {
        this.#take(flow, entries, count)
      }
    }
  }

  async #ask(args: readonly string[]): Promise<Reply> {
    const { link } = this.#options
    try {
      return await link.command(args, BLOCK_MS + 3_000)
    } catch (error) {
      // A read that does not come back in time means a dead connection.
      link.drop('the log could not be read')
      throw error
    }
  }

  #take(flow: Flow, entries: readonly unknown[], count: number): void {
    const { copy, counters } = this.#options
    const copies: Copy[] = []
    for (const raw of entries) {
      const copied = copy(raw, flow.partition)
      if (copied === undefined) counters.unreadable += 1
      else copies.push(copied)
    }
    if (copies.length === 0) return
    const bytes = copies.reduce((sum, one) => sum + one.bytes, 0) / copies.length
    this.#bytes = Math.max(256, this.#bytes * 0.9 + bytes * 0.1, bytes)
    flow.take(copies, entries.length < count)
  }
}
