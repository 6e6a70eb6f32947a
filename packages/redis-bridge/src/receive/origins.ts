import { type Channel, parseChannel } from '../names.ts'
import type { Settings } from '../settings.ts'
import type { Position } from '../wire/envelope.ts'
import type { Deliverer } from './deliverer.ts'
import { HeldCount } from './held-count.ts'
import type { Interests } from './interests.ts'
import { Origin, originKey } from './origin.ts'
import type { Track } from './track.ts'

/** Names of channels that are remembered: they come from outside, so not without end. */
const MAX_NAMES = 100_000

/** Everybody who writes, and the channels of theirs that are followed. */
export class Origins implements Iterable<Origin> {
  readonly #settings: Settings
  readonly #deliverer: Deliverer
  readonly #origins = new Map<string, Origin>()
  readonly #channels = new Map<string, Channel | undefined>()
  readonly #joining = new Set<string>()
  readonly #joiningAll = new Set<number>()
  readonly #joined = new Set<number>()
  readonly #held = new HeldCount()

  constructor(settings: Settings, deliverer: Deliverer) {
    this.#settings = settings
    this.#deliverer = deliverer
  }

  [Symbol.iterator](): Iterator<Origin> {
    return this.#origins.values()
  }

  /** Items that wait, in all of them. */
  get held(): number {
    return this.#held.size
  }

  has(origin: Origin): boolean {
    return this.#origins.get(origin.key) === origin
  }

  /** Whether it is known where the logs of a partition ended when we came. */
  hasJoined(partition: number): boolean {
    return this.#joined.has(partition)
  }

  /** All writers of a partition that were there when we came are known. */
  joined(partition: number): void {
    this.#joined.add(partition)
  }

  /** A writer that came after us, unless we know it. */
  meet(writer: string, partition: number): Origin {
    return this.#origins.get(originKey(writer, partition)) ?? this.#add(writer, partition, undefined)
  }

  /** A writer whose log ended here when we came, or when these channels were asked for. */
  join(writer: string, partition: number, at: Position, names: readonly string[], everything = false): Origin {
    const known = this.#origins.get(originKey(writer, partition))
    for (const name of names) known?.join(name, at)
    if (everything) known?.joinAll(at)
    // Heard of a moment ago, by what came while we were joining.
    if (!this.hasJoined(partition)) known?.skipTo(at)
    return known ?? this.#add(writer, partition, at)
  }

  /** Until it is called back, whatever comes first on these channels is the first. */
  joining(partition: number, names: readonly string[], everything: boolean): () => void {
    for (const name of names) this.#joining.add(name)
    if (everything) this.#joiningAll.add(partition)
    return () => {
      for (const name of names) this.#joining.delete(name)
      if (everything) this.#joiningAll.delete(partition)
    }
  }

  isJoining(name: string, partition: number): boolean {
    return this.#joining.has(name) || this.#joiningAll.has(partition)
  }

  track(origin: Origin, channel: Channel, fence: number): Track {
    return origin.track(channel, fence, this.isJoining(channel.name, origin.partition))
  }

  /** The channel of a name; the same object every time. */
  channel(name: string): Channel | undefined {
    const known = this.#channels.get(name)
    if (known !== undefined || this.#channels.has(name)) return known
    if (this.#channels.size >= MAX_NAMES) this.#channels.clear()
    const channel = parseChannel(name)
    this.#channels.set(name, channel)
    return channel
  }

  leave(name: string): void {
    for (const origin of this) {
      const track = origin.tracks.get(name)
      if (track !== undefined) this.#deliverer.forget(origin, track.channel)
      origin.leave(name)
    }
  }

  /** Channels that nobody wants any more: whoever wants them again begins anew. */
  leaveUnwanted(interests: Interests): void {
    const wanted = (name: string) => {
      const channel = this.channel(name)
      return channel !== undefined && interests.wantsChannel(channel)
    }
    const names = new Set([...this].flatMap(({ tracks }) => [...tracks.keys()]))
    for (const name of names) if (!wanted(name)) this.leave(name)
  }

  /** Nothing was heard for a while, or not all: what comes first then may not be next. */
  interrupt(partitions?: readonly number[]): void {
    for (const origin of this) if (partitions?.includes(origin.partition) ?? true) origin.interrupted = true
  }

  forget(origin: Origin): void {
    for (const track of origin.tracks.values()) {
      track.release()
      this.#deliverer.forget(origin, track.channel)
    }
    this.#origins.delete(origin.key)
  }

  clear(): void {
    for (const origin of [...this]) this.forget(origin)
    this.#joined.clear()
  }

  #add(writer: string, partition: number, at: Position | undefined): Origin {
    const origin = new Origin(writer, partition, at, this.#settings.clock.monotonic(), this.#held)
    this.#origins.set(origin.key, origin)
    return origin
  }
}
