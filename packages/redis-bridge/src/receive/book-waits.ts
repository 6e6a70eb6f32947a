import { CHANGE_KINDS } from '../wire/codes.ts'
import { type Message, readMessage } from '../wire/envelope.ts'
import { isOrdinal } from '../wire/is-count.ts'
import type { Origin } from './origin.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'
import type { Arrival, Track } from './track.ts'

const POLL_MS = 200
const MAX_HELD = 5_000
/** Where a book's item says whether it is whole. */
const KIND_AT = 5
const WHOLE = CHANGE_KINDS.indexOf('snapshot')

/** Books that wait for a whole book: the one kept in Redis, or the next that comes. What changes meanwhile is held. */
export class BookWaits {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  readonly #waiting = new Map<Track, Origin>()
  #cancel: (() => void) | undefined

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
  }

  get size(): number {
    return this.#waiting.size
  }

  has(track: Track): boolean {
    return this.#waiting.has(track)
  }

  begin(origin: Origin, track: Track): void {
    if (this.#waiting.has(track)) return
    track.hold()
    this.#waiting.set(track, origin)
    this.#pollSoon(0)
  }

  /** A change of a book that waits. */
  arrived(origin: Origin, track: Track, arrival: Arrival): void {
    const { fence } = arrival.header.at
    if (fence < track.fence) return
    track.keep(arrival)
    if (arrival.item[arrival.from + KIND_AT] === WHOLE) this.#start(origin, track, arrival)
    else if (track.held.length > MAX_HELD) {
      for (const rest of track.release().slice(-MAX_HELD / 2)) track.keep(rest)
    }
  }

  clear(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#waiting.clear()
  }

  /** Goes on from a whole book: what is older is in it. */
  #start(origin: Origin, track: Track, { header, item, sequence, from }: Arrival): void {
    this.#waiting.delete(track)
    const { fence } = header.at
    const before = track.fence === fence ? (track.sequence ?? sequence - 1) : sequence - 1
    this.#parts.counters.conflated += Math.max(0, sequence - 1 - before)
    track.startAt(fence, sequence - 1)
    const held = track.release()
    this.#receiver.sequencer.final(origin, track, { header, sequence, item, from })
    for (const later of held) if (later.sequence > sequence || later.header.at.fence > fence) track.keep(later)
    track.hold()
    if (!this.#receiver.repairs) {
      this.#receiver.sequencer.settle(origin, track, true)
      return
    }
    origin.rewind(header.at)
    this.#receiver.repairer.request(origin)
  }

  #pollSoon(ms: number): void {
    if (this.#cancel !== undefined) return
    this.#cancel = this.#parts.settings.clock.after(ms, () => {
      void this.#poll().finally(() => {
        this.#cancel = undefined
        if (this.#waiting.size > 0) this.#pollSoon(POLL_MS)
      })
    })
  }

  async #poll(): Promise<void> {
    const byPartition = new Map<number, (readonly [Track, Origin])[]>()
    for (const entry of this.#waiting) {
      const [track, origin] = entry
      if (!this.#isFollowed(origin, track)) {
        this.#waiting.delete(track)
        continue
      }
      const { partition } = origin
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), entry])
    }
    await Promise.all([...byPartition].map(([partition, waiting]) => this.#pollPartition(partition, waiting)))
  }

  /** Not once its channel is wanted no more, or its writer forgotten. */
  #isFollowed(origin: Origin, track: Track): boolean {
    return this.#parts.origins.has(origin) && origin.tracks.get(track.channel.name) === track
  }

  async #pollPartition(partition: number, waiting: readonly (readonly [Track, Origin])[]): Promise<void> {
    const { links, names } = this.#parts
    try {
      const keys = waiting.map(([{ channel }]) => names.lastValue(partition, channel.name))
      const reply = await links.commands(partition).command(['MGET', ...keys])
      for (const [index, [track, origin]] of waiting.entries()) {
        const text = Array.isArray(reply) ? reply[index] : undefined
        if (typeof text !== 'string' || !this.#waiting.has(track) || !this.#isFollowed(origin, track)) continue
        this.#offer(origin, track, readMessage(text))
      }
    } catch {
      // Asked again at the next turn.
    }
  }

  #offer(origin: Origin, track: Track, message: Message | string): void {
    if (typeof message === 'string' || message.kind !== 'live' || message.header.writer !== origin.writer) return
    const [item] = message.items
    const [sequence] = item ?? []
    if (item === undefined || !isOrdinal(sequence)) return
    const arrival = { header: message.header, sequence, item, from: 1 }
    if (!(isOld(track, arrival) || this.#leavesHole(track, arrival))) this.#start(origin, track, arrival)
  }

  #leavesHole(track: Track, { header, sequence }: Arrival): boolean {
    if (this.#receiver.repairs) return false
    const next = track.held.find((held) => held.header.at.fence === header.at.fence)
    return next !== undefined && next.sequence > sequence + 1
  }
}

const isOld = (track: Track, { header, sequence }: Arrival): boolean =>
  header.at.fence < track.fence || (header.at.fence === track.fence && sequence < (track.sequence ?? 0))
