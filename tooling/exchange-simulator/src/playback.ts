import type { Clock } from '@md/types'
import type { DataFrame } from './frame.ts'
import type { Recording } from './recording.ts'
import type { Connection } from './server/connection.ts'
import type { Venue, VenueDefinition } from './venue.ts'

interface Cursor {
  next: number
  readonly startedAt: number
}

const TICK_MS = 5

export interface PlaybackOptions {
  readonly recording: Recording
  readonly definition: VenueDefinition
  readonly venue: Venue
  readonly clock: Clock
  /** Frames per second where no times were recorded. */
  readonly rate: number
  send(frame: DataFrame): void
}

/** Plays a recording to every subscriber, each from its beginning. What answered requests is left out: the venue answers its own. */
export class Playback {
  readonly #options: PlaybackOptions
  readonly #frames: readonly { readonly text: string; readonly offset: number | undefined }[]
  readonly #cursors = new WeakMap<Connection, Cursor>()
  #cancel = (): void => {}

  constructor(options: PlaybackOptions) {
    this.#options = options
    const { definition, recording } = options
    this.#frames = recording.frames
      .map((text, index) => ({ text, offset: recording.offsets?.[index] }))
      .filter(({ text }) => !definition.isControl(text))
  }

  /** The next `count` frames for every subscriber, at once. */
  step(count: number): void {
    for (const connection of this.#options.venue.subscribers()) {
      const cursor = this.#cursor(connection)
      this.#play(connection, cursor, cursor.next + count)
    }
  }

  start(): void {
    this.#cancel = this.#options.clock.after(TICK_MS, () => {
      this.#playDue()
      this.start()
    })
  }

  stop(): void {
    this.#cancel()
  }

  #playDue(): void {
    const now = this.#options.clock.monotonic()
    for (const connection of this.#options.venue.subscribers()) {
      const cursor = this.#cursor(connection)
      this.#play(connection, cursor, this.#dueAfter(now - cursor.startedAt, cursor.next))
    }
  }

  /** How many frames are due by then. */
  #dueAfter(elapsedMs: number, from: number): number {
    let due = from
    for (;;) {
      const frame = this.#frames[due]
      if (!frame) return due
      const offset = frame.offset ?? (due * 1000) / this.#options.rate
      if (offset > elapsedMs) return due
      due++
    }
  }

  #play(connection: Connection, cursor: Cursor, until: number): void {
    const { definition, send } = this.#options
    const to = new Set([connection])
    for (const { text } of this.#frames.slice(cursor.next, until)) {
      const symbol = definition.recordedSymbol(text) ?? ''
      send({ symbol, channel: definition.recordedChannel(text), kind: 'update', forms: [{ text, to }] })
    }
    cursor.next = Math.min(until, this.#frames.length)
  }

  #cursor(connection: Connection): Cursor {
    const held = this.#cursors.get(connection)
    if (held) return held
    const cursor = { next: 0, startedAt: this.#options.clock.monotonic() }
    this.#cursors.set(connection, cursor)
    return cursor
  }
}
