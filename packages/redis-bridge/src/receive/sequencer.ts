import type { Channel } from '../names.ts'
import { type Header, type Item, isBefore, type Position } from '../wire/envelope.ts'
import { isOrdinal } from '../wire/is-count.ts'
import type { LogEntry } from '../wire/log-reply.ts'
import type { BookWaits } from './book-waits.ts'
import type { Origin } from './origin.ts'
import type { ReceiverParts } from './receiver.ts'
import type { Arrival, Track } from './track.ts'

/** What a new fence says of itself. */
type Epoch = Pick<Header, 'at' | 'previous'>

/** Delivers in order what nothing can come before any more, and says what is lost. */
export class Sequencer {
  readonly #parts: ReceiverParts
  readonly #waits: BookWaits

  constructor(parts: ReceiverParts, waits: BookWaits) {
    this.#parts = parts
    this.#waits = waits
  }

  /** One entry of the log, in its order. `torn`: entries before it are missing. */
  takeEntry(origin: Origin, { at, message }: LogEntry, torn: boolean): void {
    const { counters } = this.#parts
    if (message === 'version') counters.unknownVersions += 1
    else if (message === 'garbage' || message.kind !== 'log') counters.decodeErrors += 1
    else {
      const header: Header = { ...message.header, at }
      if (at.fence > origin.fence) this.advance(origin, header, torn)
      for (const item of message.items) this.#takeItem(origin, header, message.channels, item)
    }
  }

  /** An item that nothing can come before any more. Returns whether it was delivered. */
  final(origin: Origin, track: Track, arrival: Arrival): boolean {
    const next = (track.sequence ?? 0) + 1
    const verdict = track.final(arrival)
    if (verdict.kind !== 'deliver') return false
    if (verdict.lost > 0) this.#parts.deliverer.lose(origin, track.channel, verdict.lost, next)
    this.deliver(origin, track, arrival)
    return true
  }

  /** Nothing up to this number will come any more. */
  skip(origin: Origin, track: Track, fence: number, sequence: number): void {
    const { sequence: last } = track
    if (last === undefined || sequence <= last || track.fence !== fence || this.#waits.has(track)) return
    this.#parts.deliverer.lose(origin, track.channel, sequence - last, last + 1)
    track.startAt(fence, sequence)
    if (track.channel.kind === 'orderbook') this.#waits.begin(origin, track)
  }

  deliver(origin: Origin, track: Track, arrival: Arrival): void {
    if (this.#parts.deliverer.deliver(origin, track.channel, arrival) === 'needs-book') this.#waits.begin(origin, track)
  }

  /** A new fence. What the old one published is all here only if the new one says that it continues it, and we have it. */
  advance(origin: Origin, { at, previous }: Epoch, torn: boolean): void {
    const isLoss = origin.fence > 0 && (torn || !continues(origin, previous))
    origin.fence = at.fence
    origin.heard = Math.max(origin.heard, at.fence)
    if (isLoss) this.#parts.counters.epochChanges += 1
    for (const track of origin.tracks.values()) {
      // A book that began from Redis may be there already.
      if (track.fence >= at.fence) continue
      if (isLoss && track.sequence !== undefined) this.#loseTail(origin, track)
      track.advance(at.fence)
    }
  }

  /** What a track held, as far as the log was read. `all`: nothing more will come from it. Returns whether it is done. */
  settle(origin: Origin, track: Track, all: boolean): boolean {
    const held = track.release()
    for (const [index, arrival] of held.entries()) {
      if (!all && isBefore(origin.verified, arrival.header.at) && track.leavesHole(arrival)) {
        for (const rest of held.slice(index)) track.keep(rest)
        return false
      }
      this.#settleOne(origin, track, arrival)
    }
    return true
  }

  #settleOne(origin: Origin, track: Track, arrival: Arrival): void {
    if (arrival.header.at.fence > origin.fence) this.advance(origin, arrival.header, true)
    if (this.#waits.has(track)) track.keep(arrival)
    else this.final(origin, track, arrival)
  }

  #takeItem(origin: Origin, header: Header, channels: readonly string[], item: Item): void {
    const { counters, interests } = this.#parts
    const [index, sequence] = item
    const channel = typeof index === 'number' ? this.#channel(channels[index]) : undefined
    if (channel === undefined || !isOrdinal(sequence)) {
      counters.decodeErrors += 1
      return
    }
    if (!interests.wantsChannel(channel) || origin.isBeforeJoin(channel.name, header.at)) return
    const track = this.#parts.origins.track(origin, channel, header.at.fence)
    const arrival = { header, sequence, item, from: 2 }
    if (this.#waits.has(track)) track.keep(arrival)
    else if (this.final(origin, track, arrival)) counters.repaired += 1
  }

  #channel(name: string | undefined): Channel | undefined {
    return name === undefined ? undefined : this.#parts.origins.channel(name)
  }

  #loseTail(origin: Origin, track: Track): void {
    this.#parts.deliverer.lose(origin, track.channel, undefined)
    if (track.channel.kind === 'orderbook') this.#waits.begin(origin, track)
  }
}

/** Whether everything that a new fence continues is here. */
const continues = (origin: Origin, previous: Position | undefined): boolean =>
  previous !== undefined && previous.fence === origin.fence && !isBefore(origin.verified, previous)
