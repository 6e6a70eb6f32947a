import { reasonOf } from '../link/client.ts'
import type { Links } from '../link/links.ts'
import type { Counters } from '../metrics.ts'
import type { Channel, Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { type Header, isBefore, type Message, readMessage } from '../wire/envelope.ts'
import { isOrdinal } from '../wire/is-count.ts'
import { BookWaits } from './book-waits.ts'
import type { Deliverer } from './deliverer.ts'
import { Intake } from './intake.ts'
import type { Interests } from './interests.ts'
import type { Origin } from './origin.ts'
import type { Origins } from './origins.ts'
import { Repairer } from './repairer.ts'
import { Sequencer } from './sequencer.ts'
import type { Arrival, Track } from './track.ts'

export interface ReceiverParts {
  readonly settings: Settings
  readonly names: Names
  readonly links: Links
  readonly counters: Counters
  readonly interests: Interests
  readonly origins: Origins
  readonly deliverer: Deliverer
}

interface Place {
  readonly partition: number
  /** None: the partition's beats. */
  readonly channel: Channel | undefined
}

type Live = Extract<Message, { kind: 'live' }>
type Beat = Extract<Message, { kind: 'beat' }>

const MAX_PLACES = 100_000

/** Takes in what the live lane brings, and finds out what it did not bring. */
export class Receiver {
  readonly intake: Intake
  readonly repairer: Repairer
  readonly waits: BookWaits
  readonly sequencer: Sequencer
  readonly #parts: ReceiverParts
  readonly #places = new Map<string, Place>()
  #lastMessageAt: number | undefined
  #lastBeatAt: number | undefined
  #intakeDropped = 0

  constructor(parts: ReceiverParts) {
    this.#parts = parts
    this.intake = new Intake(parts.settings, (channel, text) => this.#take(channel, text))
    this.repairer = new Repairer(parts, this)
    this.waits = new BookWaits(parts, this)
    this.sequencer = new Sequencer(parts, this.waits)
  }

  /** Ms since the epoch. */
  get lastMessageAt(): number | undefined {
    return this.#lastMessageAt
  }

  get lastBeatAt(): number | undefined {
    return this.#lastBeatAt
  }

  /** Items that wait: for a repair, or for a book. */
  get held(): number {
    return this.#parts.origins.held
  }

  /** Whether holes are filled from the log. */
  get repairs(): boolean {
    return this.#parts.settings.delivery === 'repaired'
  }

  /** Whatever comes from now on is not heard. */
  interrupt(partitions: readonly number[]): void {
    this.#parts.origins.interrupt(partitions)
  }

  /** After a reconnect: whatever came in between is read from the log. */
  repairAll(partitions: readonly number[]): void {
    this.repairer.hurry()
    const now = this.#parts.settings.clock.monotonic()
    for (const origin of this.#parts.origins) {
      if (!partitions.includes(origin.partition)) continue
      origin.audibleSince = now
      if (this.repairs) this.repairer.request(origin)
    }
  }

  clear(): void {
    this.#parts.origins.clear()
    this.intake.clear()
    this.waits.clear()
  }

  #take(name: string, text: string): void {
    try {
      this.#takeText(name, text)
    } catch (error) {
      this.#parts.counters.errors += 1
      this.#parts.settings.logger.error({ reason: reasonOf(error) }, 'a message could not be taken in')
    }
  }

  #takeText(name: string, text: string): void {
    const { counters, settings } = this.#parts
    const message = readMessage(text)
    const place = this.#placeOf(name)
    if (message === 'version') counters.unknownVersions += 1
    else if (message === 'garbage' || place === undefined || message.kind === 'log') counters.decodeErrors += 1
    else if (message.header.writer === settings.writer && !settings.lease.shared) counters.selfFiltered += 1
    else {
      this.#lastMessageAt = settings.clock.now()
      this.#takeMessage(message, place)
    }
  }

  #takeMessage(message: Live | Beat, { channel, partition }: Place): void {
    const origin = this.#parts.origins.meet(message.header.writer, partition)
    this.#noteDropped()
    if (!this.#hear(origin, message.header)) return
    if (message.kind === 'beat') this.#beat(origin, message)
    else if (channel === undefined) this.#parts.counters.decodeErrors += 1
    else if (this.#parts.interests.wantsChannel(channel)) this.#items(origin, channel, message)
  }

  /** What did not fit in: a channel's first may be missing, which no number tells. */
  #noteDropped(): void {
    if (this.intake.dropped === this.#intakeDropped) return
    this.#intakeDropped = this.intake.dropped
    this.#parts.origins.interrupt()
  }

  /** A sign of life. Returns whether it comes from who may write now. */
  #hear(origin: Origin, { at, previous }: Header): boolean {
    const { counters, settings } = this.#parts
    if (at.fence < origin.heard) {
      counters.fenced += 1
      return false
    }
    origin.lastHeardAt = settings.clock.monotonic()
    origin.silent = false
    if (at.fence === origin.heard) return true
    origin.heard = at.fence
    origin.ended = false
    if (origin.fence === 0) origin.fence = at.fence
    else if (this.repairs) this.repairer.request(origin)
    else if (settings.delivery === 'live') this.sequencer.advance(origin, { at, previous }, true)
    return true
  }

  #items(origin: Origin, channel: Channel, { header, items, logged }: Live): void {
    const { counters, origins } = this.#parts
    const track = origins.track(origin, channel, header.at.fence)
    for (const item of items) {
      const [sequence] = item
      if (isOrdinal(sequence)) {
        counters.received += 1
        this.#live(origin, track, { header, sequence, item, from: 1 }, logged)
      } else counters.decodeErrors += 1
    }
  }

  #live(origin: Origin, track: Track, arrival: Arrival, logged: boolean): void {
    if (this.waits.has(track)) {
      this.waits.arrived(origin, track, arrival)
      return
    }
    const { counters } = this.#parts
    if (logged && this.repairs && origin.interrupted && track.sequence === undefined) {
      this.repairer.hold(origin, track, arrival)
      return
    }
    switch (track.live(arrival).kind) {
      case 'deliver':
        this.sequencer.deliver(origin, track, arrival)
        break
      case 'duplicate':
        counters.duplicates += 1
        break
      case 'hold':
        if (!track.holding) counters.gaps += 1
        if (logged && this.repairs) this.repairer.hold(origin, track, arrival)
        else this.sequencer.final(origin, track, arrival)
    }
  }

  #beat(origin: Origin, beat: Beat): void {
    this.#lastBeatAt = this.#parts.settings.clock.now()
    origin.ended = beat.ends
    origin.beatMs = beat.everyMs ?? 0
    if (this.#parts.settings.delivery === 'live') this.#skipUnheard(origin, beat)
    if (!this.repairs) return
    const { at } = beat.header
    if (at.fence !== origin.fence || isBefore(origin.verified, beat.since) || this.#isBehind(origin, beat)) {
      this.repairer.request(origin)
    } else if (origin.repairing === undefined && isBefore(origin.verified, at)) origin.verified = at
  }

  /** The beat came the same way as everything before it: what is not here by now never will be. */
  #skipUnheard(origin: Origin, { header, last }: Beat): void {
    for (const [name, sequence] of Object.entries(last)) {
      const track = origin.tracks.get(name)
      if (track !== undefined) this.sequencer.skip(origin, track, header.at.fence, sequence)
    }
  }

  #isBehind(origin: Origin, { header, last }: Beat): boolean {
    const { interests, origins } = this.#parts
    for (const [name, sequence] of Object.entries(last)) {
      const channel = origins.channel(name)
      if (channel === undefined || !interests.wantsChannel(channel)) continue
      const track = origin.tracks.get(name)
      if (track?.isBehind(header.at.fence, sequence) ?? !origins.isJoining(name, origin.partition)) return true
    }
    return false
  }

  #placeOf(name: string): Place | undefined {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    const place = this.#newPlace(name)
    if (place === undefined) return undefined
    if (this.#places.size >= MAX_PLACES) this.#places.clear()
    this.#places.set(name, place)
    return place
  }

  #newPlace(name: string): Place | undefined {
    const { names, origins } = this.#parts
    const live = names.ofLive(name)
    if (live !== undefined) {
      const channel = origins.channel(live.name)
      return channel === undefined ? undefined : { partition: live.partition, channel }
    }
    const partition = names.ofBeat(name)
    return partition === undefined ? undefined : { partition, channel: undefined }
  }
}
