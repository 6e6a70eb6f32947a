import type { Channel } from '../names.ts'
import { isBefore, type Position, START } from '../wire/envelope.ts'
import type { HeldCount } from './held-count.ts'
import { Track } from './track.ts'

const USUAL_BEAT_MS = 500

/** One writer's log in one partition, as far as we have followed it. */
export class Origin {
  readonly writer: string
  readonly partition: number
  readonly tracks = new Map<string, Track>()
  /** The fence our tracks are under. */
  fence: number
  /** The highest fence heard of: whatever comes under a lower one comes from a writer that was replaced. */
  heard: number
  /** Up to here nothing is missing. */
  verified: Position
  /** Monotonic ms. */
  lastHeardAt: number
  /** Since when it could be heard at all; monotonic ms. */
  audibleSince: number
  /** Whether it has been silent for too long. */
  silent = false
  /** Whether its books were said to be stale. */
  stale = false
  /** It said that it goes: that nothing comes any more is no loss. */
  ended = false
  /** Its log is being read, until this resolves. */
  repairing: Promise<void> | undefined
  repairAgain = false
  /** Whether something may have passed unheard since the log was last read to its end. */
  interrupted = false
  /** Ms between two of its beats; until it says so, what is usual. */
  beatMs = USUAL_BEAT_MS
  #rewinds = 0
  #isNew: boolean
  /** Whether a channel is wanted from its first item on. */
  #fromStart = false
  #cameAt: Position
  readonly #held: HeldCount
  readonly #joinedAt = new Map<string, Position>()

  /** @param joinedAt where its log ended when we came; `undefined` for a writer that came after us */
  constructor(writer: string, partition: number, joinedAt: Position | undefined, now: number, held: HeldCount) {
    this.writer = writer
    this.#held = held
    this.partition = partition
    this.#isNew = joinedAt === undefined
    this.#cameAt = joinedAt ?? START
    this.verified = this.#cameAt
    this.fence = this.verified.fence
    this.heard = this.fence
    this.lastHeardAt = now
    this.audibleSince = now
  }

  /** How often it was rewound: what is being read meanwhile is of no use. */
  get rewinds(): number {
    return this.#rewinds
  }

  /** Something older is needed again. */
  rewind(to: Position): void {
    if (!isBefore(to, this.verified)) return
    this.verified = to
    this.#rewinds += 1
  }

  get key(): string {
    return originKey(this.writer, this.partition)
  }

  get holding(): readonly Track[] {
    return [...this.tracks.values()].filter(({ holding }) => holding)
  }

  /** A channel is wanted from here on. */
  join(name: string, at: Position): void {
    if (!this.tracks.has(name)) this.#joinedAt.set(name, at)
  }

  /** Every channel is wanted from here on, those excepted that are followed already. */
  joinAll(at: Position): void {
    this.#isNew = false
    if (isBefore(this.#cameAt, at)) this.#cameAt = at
    if (this.tracks.size === 0) this.skipTo(at)
  }

  /** Where nothing before this place is needed, it is not read: a log may hold a minute of everything. */
  skipTo(at: Position): void {
    const isNeeded = this.#fromStart || (this.tracks.size > 0 && (this.verified !== START || at.fence !== this.fence))
    if (isNeeded || !isBefore(this.verified, at)) return
    this.verified = at
    this.fence = at.fence
    this.heard = Math.max(this.heard, at.fence)
    this.#rewinds += 1
  }

  leave(name: string): void {
    this.tracks.get(name)?.release()
    this.tracks.delete(name)
    this.#joinedAt.delete(name)
  }

  /** Whether this place of the log was written before the channel was wanted. */
  isBeforeJoin(name: string, at: Position): boolean {
    const joined = this.#joinedAt.get(name) ?? this.#cameAt
    return !isBefore(joined, at)
  }

  /** @param joining whether it is not known yet where the channel begins for us */
  track(channel: Channel, fence: number, joining: boolean): Track {
    const known = this.tracks.get(channel.name)
    if (known !== undefined) return known
    const fromStart = this.#isNew && !joining && !this.#joinedAt.has(channel.name)
    this.#fromStart ||= fromStart
    const track = new Track(channel, this.fence === 0 ? fence : this.fence, fromStart ? 0 : undefined, this.#held)
    this.tracks.set(channel.name, track)
    return track
  }
}

export const originKey = (writer: string, partition: number): string => `${partition} ${writer}`
