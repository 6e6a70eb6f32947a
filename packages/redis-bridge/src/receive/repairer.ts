import { sleep } from '@md/runtime'
import type { Clock } from '@md/types'
import { type Position, START } from '../wire/envelope.ts'
import { toLogId } from '../wire/log-id.ts'
import { type LogEntry, readEntries } from '../wire/log-reply.ts'
import type { Origin } from './origin.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'
import type { Arrival, Track } from './track.ts'

const PAGE = 64
/** So long the log may take to have what the live lane has shown already: its writer may be filling it again. */
const PATIENCE_MS = 3_000
const PAUSES_MS = { read: 50, failed: 200 }

/** Fills holes from the log: one repair at a time for each writer's partition, for all its channels. */
export class Repairer {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  #hurry = new AbortController()

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
  }

  hold(origin: Origin, track: Track, arrival: Arrival): void {
    this.#keep(origin, track, arrival)
    this.request(origin)
  }

  /** Too much waits: what is not kept is a hole again, and read from the log in its turn. */
  #keep(origin: Origin, track: Track, arrival: Arrival): void {
    const { backpressure } = this.#parts.settings
    if (this.#parts.origins.held < backpressure.maxQueue) {
      track.keep(arrival)
      return
    }
    this.#parts.counters.intakeDropped += 1
    track.hold()
    origin.repairAgain = true
  }

  /** Reads on from where nothing was missing. Once more, if it is being done already. */
  request(origin: Origin): void {
    void this.finish(origin)
  }

  /** The same; resolves when it is done. */
  finish(origin: Origin): Promise<void> {
    if (origin.repairing !== undefined) origin.repairAgain = true
    // What it may still need tells the next beat or message, which ask again.
    else {
      origin.repairing = this.#repair(origin).finally(() => {
        origin.repairing = undefined
      })
    }
    return origin.repairing
  }

  /** A link is back: what failed without it is tried again at once. */
  hurry(): void {
    this.#hurry.abort()
    this.#hurry = new AbortController()
  }

  async #repair(origin: Origin): Promise<void> {
    const progress = new Progress(this.#parts.settings.clock)
    for (;;) {
      origin.repairAgain = false
      const outcome = await this.#read(origin)
      if (outcome === 'rewound') continue
      const done = this.#hasEnded(origin, outcome, progress.standsStill(origin.verified))
      if (done && !origin.repairAgain) return
      if (!this.#isWanted(origin)) return
      if (!done) await sleep(this.#parts.settings.clock, PAUSES_MS[outcome], this.#hurry.signal)
    }
  }

  /** Whether nothing waits any more. What cannot be read while Redis is there is given up like what it does not have. */
  #hasEnded(origin: Origin, outcome: 'read' | 'failed', late: boolean): boolean {
    const isAway = !this.#parts.links.commands(origin.partition).up
    if (outcome === 'failed' && (isAway || !late)) {
      this.#distrust(origin)
      return false
    }
    const done = this.#settleAll(origin, late)
    if (!done) this.#distrust(origin)
    return done
  }

  /** Books with a hole that could not be filled at once are not what their market shows. */
  #distrust(origin: Origin): void {
    for (const { channel } of origin.holding) {
      if (channel.kind === 'orderbook') this.#parts.deliverer.distrust(origin, channel, 'stale')
    }
  }

  #isWanted(origin: Origin): boolean {
    const { links, origins } = this.#parts
    return links.commands(origin.partition).running && origins.has(origin)
  }

  #settleAll(origin: Origin, late: boolean): boolean {
    let done = true
    for (const track of origin.holding) if (!this.#settle(origin, track, late)) done = false
    if (origin.heard <= origin.fence) return done
    if (!late) return false
    const { sequencer } = this.#receiver
    sequencer.advance(origin, { at: { fence: origin.heard, batch: 0 }, previous: undefined }, true)
    return done
  }

  #settle(origin: Origin, track: Track, late: boolean): boolean {
    const { sequencer, waits } = this.#receiver
    if (waits.has(track)) return true
    if (!sequencer.settle(origin, track, late)) return false
    const isWhole = !(origin.stale || waits.has(track))
    if (isWhole && track.channel.kind === 'orderbook') this.#parts.deliverer.trust(origin, track.channel)
    return true
  }

  async #read(origin: Origin): Promise<'read' | 'rewound' | 'failed'> {
    const { rewinds } = origin
    const isHeard = this.#parts.links.subscriber(origin.partition).up
    try {
      for (let isFirst = true; ; isFirst = false) {
        const entries = await this.#page(origin)
        if (origin.rewinds !== rewinds) return 'rewound'
        this.#take(origin, entries, isFirst)
        if (entries.length === PAGE) continue
        // What comes live since the reading began comes after what was read.
        if (isHeard) origin.interrupted = false
        return 'read'
      }
    } catch {
      return 'failed'
    }
  }

  async #page({ partition, verified, writer }: Origin): Promise<readonly LogEntry[]> {
    const { links, names } = this.#parts
    const from = verified === START ? '-' : `(${toLogId(verified)}`
    const args = ['XRANGE', names.log(partition, writer), from, '+', 'COUNT', String(PAGE)]
    return readEntries(await links.commands(partition).command(args))
  }

  #take(origin: Origin, entries: readonly LogEntry[], isFirst: boolean): void {
    // Its beats may be among what is missed; once it counts as gone, what it left behind is no sign of life.
    if (entries.length > 0 && !origin.silent) origin.lastHeardAt = this.#parts.settings.clock.monotonic()
    for (const [index, entry] of entries.entries()) {
      const torn = isFirst && index === 0 && isTorn(origin.verified, entry.at)
      const { rewinds } = origin
      this.#receiver.sequencer.takeEntry(origin, entry, torn)
      if (origin.rewinds !== rewinds) return
      origin.verified = entry.at
    }
  }
}

/** Whether entries between these two are gone: trimmed, or never written. */
const isTorn = (at: Position, next: Position): boolean =>
  at.fence === next.fence ? next.batch > at.batch + 1 : next.batch > 1

/** How far a repair has come, and since when it comes no further. */
class Progress {
  readonly #clock: Clock
  #at: Position = START
  #since: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.monotonic()
  }

  /** Patience begins anew as long as the log goes on: what is late is what it does not have. */
  standsStill(at: Position): boolean {
    const now = this.#clock.monotonic()
    if (at !== this.#at) this.#since = now
    this.#at = at
    return now - this.#since > PATIENCE_MS
  }
}
