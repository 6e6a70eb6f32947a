import { sleep } from '@md/runtime'
import { isBefore, type Position, START } from '../wire/envelope.ts'
import { toLogId } from '../wire/log-id.ts'
import { readEntries } from '../wire/log-reply.ts'
import type { Origin } from './origin.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'
import type { Arrival, Track } from './track.ts'

const PAGE = 64
/** So long the log may take to have what the live lane has shown already: its writer may be filling it again. */
const PATIENCE_MS = 3_000
const PAUSE_MS = 50

/** Fills holes from the log: one repair at a time for each writer's partition, for all its channels. */
export class Repairer {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  #held = 0

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
  }

  /** Items that wait. */
  get held(): number {
    return this.#held
  }

  hold(origin: Origin, track: Track, arrival: Arrival): void {
    this.#keep(track, arrival)
    this.request(origin)
  }

  /** Too much waits: what is not kept is a hole again, and read from the log in its turn. */
  #keep(track: Track, arrival: Arrival): void {
    if (this.#held >= this.#parts.settings.backpressure.maxQueue) {
      this.#parts.counters.intakeDropped += 1
      track.hold()
      return
    }
    this.#held += 1
    track.keep(arrival)
  }

  /** Reads on from where nothing was missing. Once more, if it is being done already. */
  request(origin: Origin): void {
    if (origin.repairing) {
      origin.repairAgain = true
      return
    }
    origin.repairing = true
    // What it may still need tells the next beat or message, which ask again.
    void this.#repair(origin).finally(() => {
      origin.repairing = false
    })
  }

  async #repair(origin: Origin): Promise<void> {
    const { clock } = this.#parts.settings
    const began = clock.monotonic()
    for (;;) {
      origin.repairAgain = false
      const outcome = await this.#read(origin)
      if (outcome === 'rewound') continue
      if (outcome === 'failed') {
        // The link is away, or Redis is: asked again as long as something waits.
        if (!this.#isWanted(origin)) return
        await sleep(clock, PAUSE_MS * 4)
        continue
      }
      const late = clock.monotonic() - began > PATIENCE_MS
      const done = this.#settleAll(origin, late)
      if (done && !origin.repairAgain) return
      if (!done) await sleep(clock, PAUSE_MS)
      if (!this.#isWanted(origin)) return
    }
  }

  #isWanted(origin: Origin): boolean {
    const { links, origins } = this.#parts
    return links.commands(origin.partition).running && origins.has(origin)
  }

  #settleAll(origin: Origin, late: boolean): boolean {
    let done = true
    for (const track of origin.holding) {
      if (this.#receiver.waits.has(track)) continue
      const before = track.held.length
      const first = track.held[0]?.header.at
      // The log has everything up to what waits first, or it will not have it any more.
      const all = late || (first !== undefined && !isBefore(origin.verified, first))
      done = this.#receiver.sequencer.settle(origin, track, all) && done
      this.#held -= before - track.held.length
    }
    if (origin.heard > origin.fence) {
      if (late)
        this.#receiver.sequencer.advance(origin, { at: { fence: origin.heard, batch: 0 }, previous: undefined }, true)
      else done = false
    }
    return done
  }

  async #read(origin: Origin): Promise<'read' | 'rewound' | 'failed'> {
    const { links, names } = this.#parts
    const key = names.log(origin.partition, origin.writer)
    const { rewinds } = origin
    let at = origin.verified
    let isFirst = true
    try {
      for (;;) {
        const from = at === START ? '-' : `(${toLogId(at)}`
        const reply = await links.commands(origin.partition).command(['XRANGE', key, from, '+', 'COUNT', String(PAGE)])
        if (origin.rewinds !== rewinds) return 'rewound'
        const entries = readEntries(reply)
        for (const entry of entries) {
          const torn = isFirst && isTorn(at, entry.at)
          isFirst = false
          this.#receiver.sequencer.takeEntry(origin, entry, torn)
          at = entry.at
          origin.verified = at
        }
        if (entries.length < PAGE) return 'read'
      }
    } catch {
      return 'failed'
    }
  }
}

/** Whether entries between these two are gone: trimmed, or never written. */
const isTorn = (at: Position, next: Position): boolean =>
  at.fence === next.fence ? next.batch > at.batch + 1 : next.batch > 1
