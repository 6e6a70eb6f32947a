import { sleep } from '@md/runtime'
import type { Reply } from '../link/client.ts'
import type { Link } from '../link/link.ts'
import { type Position, START } from '../wire/envelope.ts'
import { toLogId } from '../wire/log-id.ts'
import { readEntries } from '../wire/log-reply.ts'
import type { Origin } from './origin.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'

const BLOCK_MS = 500
const COUNT = 100
const IDLE_MS = 50
const LOOK_MS = 500

/** Follows the logs alone, each entry in its order. It stops reading while the handlers are busy: nothing piles up here. */
export class LogReader {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  readonly #link: Link
  readonly #partitions: readonly number[]
  #lookedAt = Number.NEGATIVE_INFINITY
  #stop: AbortController | undefined

  /** @param link its own: a read that waits keeps everything behind it waiting */
  constructor(parts: ReceiverParts, receiver: Receiver, link: Link, partitions: readonly number[]) {
    this.#parts = parts
    this.#receiver = receiver
    this.#link = link
    this.#partitions = partitions
  }

  /** Called with every new connection. */
  start(): void {
    this.stop()
    const stop = new AbortController()
    this.#stop = stop
    void this.#run(stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = undefined
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { clock } = this.#parts.settings
    while (!stopped.aborted && this.#link.up) {
      try {
        await this.#look()
        const origins = this.#origins()
        if (origins.length === 0) await sleep(clock, IDLE_MS, stopped)
        else await this.#read(origins)
      } catch {
        // A read that does not come back in time means a dead connection; the next one starts us again.
        this.#link.drop('the log could not be read')
        return
      }
    }
  }

  /** Writers that have come since. */
  async #look(): Promise<void> {
    const now = this.#parts.settings.clock.monotonic()
    if (now - this.#lookedAt < LOOK_MS) return
    this.#lookedAt = now
    for (const partition of this.#wanted()) await this.#lookIn(partition)
  }

  async #lookIn(partition: number): Promise<void> {
    const { names, origins, settings } = this.#parts
    // Before it has joined it is not known where the logs of those who are there begin for us.
    if (!origins.hasJoined(partition)) return
    const writers = await this.#link.command(['ZRANGE', names.writers(partition), '0', '-1'])
    for (const writer of Array.isArray(writers) ? writers : []) {
      const isOurs = writer === settings.writer && !settings.lease.shared
      if (typeof writer === 'string' && !isOurs) origins.meet(writer, partition)
    }
  }

  #wanted(): ReadonlySet<number> {
    const { interests, names } = this.#parts
    if (interests.open) return new Set(this.#partitions)
    const wanted = new Set(interests.channels.map((channel) => names.partitionOf(channel)))
    return new Set(this.#partitions.filter((partition) => wanted.has(partition)))
  }

  #origins(): readonly Origin[] {
    const wanted = this.#wanted()
    const { origins } = this.#parts
    return [...origins].filter(({ partition }) => wanted.has(partition) && origins.hasJoined(partition))
  }

  async #read(origins: readonly Origin[]): Promise<void> {
    const { names } = this.#parts
    const byKey = new Map(origins.map((origin) => [names.log(origin.partition, origin.writer), origin]))
    const ids = origins.map(({ verified }) => toLogId(verified))
    // A ping waits behind it.
    const blockMs = Math.max(1, Math.min(BLOCK_MS, Math.floor(this.#parts.settings.watchdog.timeoutMs / 2)))
    const args = ['XREAD', 'COUNT', String(COUNT), 'BLOCK', String(blockMs), 'STREAMS', ...byKey.keys(), ...ids]
    const reply = await this.#link.command(args, blockMs + 1_000)
    for (const stream of Array.isArray(reply) ? reply : []) this.#take(stream, byKey)
  }

  #take(stream: Reply, byKey: ReadonlyMap<string, Origin>): void {
    const [key, entries] = Array.isArray(stream) ? stream : []
    const origin = typeof key === 'string' ? byKey.get(key) : undefined
    if (origin === undefined) return
    origin.lastHeardAt = this.#parts.settings.clock.monotonic()
    for (const entry of readEntries(entries)) {
      this.#receiver.sequencer.takeEntry(origin, entry, isTorn(origin.verified, entry.at))
      origin.verified = entry.at
    }
  }
}

const isTorn = (at: Position, next: Position): boolean =>
  at !== START && (at.fence === next.fence ? next.batch > at.batch + 1 : next.batch > 1)
