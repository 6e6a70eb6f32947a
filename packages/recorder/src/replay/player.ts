import { sleep } from '@md/runtime'
import type { Clock, IExchangeAdapter } from '@md/types'
import { turnEnded } from '../clock.ts'
import type { Entry, EntryOf } from '../entry.ts'
import { type EntryCursor, LOOK_AHEAD } from './entry-cursor.ts'
import type { ReplayClock, ReplayTimer } from './replay-clock.ts'
import type { ReplayRest } from './replay-rest.ts'
import type { ReplaySockets } from './replay-sockets.ts'

export interface Pace {
  /** Times faster than it was recorded, or `'max'`: no waiting at all. */
  readonly speed: number | 'max'
  /** Real time. */
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

export interface PlayerParts {
  readonly cursor: EntryCursor
  readonly clock: ReplayClock
  readonly sockets: ReplaySockets
  readonly rest: ReplayRest
  readonly adapter: IExchangeAdapter
}

/**
 * A timer of which nothing is written down was cancelled, perhaps when it was already late: it gets so long to be,
 * in ms.
 */
const LATENESS = 100

/** A timer of Node may be early by less than this, in ms. */
const EARLY = 2

/** Makes happen again, one after the other and each to its end, what made the adapter do what it did. */
export class Player {
  readonly #parts: PlayerParts
  /** Tasks of the replay itself: not the adapter's, so not counted among its timers. */
  readonly #tasks: { readonly due: number; readonly task: () => void }[] = []
  #entries = 0
  /** The adapter does something else than it did then: its timers are no longer those of the recording. */
  #diverged = false

  constructor(parts: PlayerParts) {
    this.#parts = parts
  }

  /** Played so far. */
  get entries(): number {
    return this.#entries
  }

  /** Until the recording ends. Returns false when it was stopped before. */
  async play(pace: Pace): Promise<boolean> {
    const { cursor, clock } = this.#parts
    const began = pace.clock.monotonic()
    const first = (await cursor.ready())?.mono ?? 0
    const keepPace = (mono: number): Promise<void> =>
      pace.speed === 'max' ? DONE : waitUntil(began + (mono - first) / pace.speed, pace)
    for (let next = await cursor.ready(); next !== undefined; next = await cursor.ready()) {
      await this.#runTimers(next.mono, keepPace, pace.signal)
      await keepPace(next.mono)
      if (pace.signal?.aborted) return false
      for (const entry of cursor.take()) {
        clock.moveTo(entry)
        this.#deliver(entry)
        this.#entries += 1
      }
      await turnEnded()
    }
    return true
  }

  /** A task of the replay itself, by the time of the recording. */
  after(ms: number, task: () => void): void {
    this.#tasks.push({ due: this.#parts.clock.monotonic() + ms, task })
  }

  async #runTimers(until: number, keepPace: (mono: number) => Promise<void>, signal?: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    for (;;) {
      const timer = clock.nextDue(until - this.#grace, (candidate) => this.#isRecorded(candidate))
      if (timer === undefined) break
      await keepPace(timer.due)
      if (signal?.aborted) return
      clock.moveToDue(timer)
      clock.fire(timer)
      await turnEnded()
    }
    while ((this.#tasks[0]?.due ?? Number.POSITIVE_INFINITY) <= until) {
      this.#tasks.shift()?.task()
      await turnEnded()
    }
  }

  get #grace(): number {
    return this.#parts.cursor.knowsTimers && !this.#diverged ? LATENESS : 0
  }

  /** It is known when this timer fired, so that decides, and not when it should have. */
  #isRecorded({ ordinal, ms, due }: ReplayTimer): boolean {
    const firing = this.#parts.cursor.firing(ordinal)
    if (firing === undefined || firing.ms !== ms) return false
    return firing.mono >= due - EARLY && firing.mono <= due + LOOK_AHEAD
  }

  #deliver(entry: Entry): void {
    const { sockets, rest } = this.#parts
    switch (entry.kind) {
      case 'rest':
      case 'rest-failure':
        rest.deliver(entry)
        break
      case 'call':
        this.#call(entry)
        break
      case 'timer':
        this.#fire(entry)
        break
      default:
        sockets.deliver(entry)
    }
  }

  #fire({ ordinal }: EntryOf<'timer'>): void {
    const timer = this.#parts.clock.timer(ordinal)
    if (timer !== undefined && this.#isRecorded(timer)) this.#parts.clock.fire(timer)
    else this.#diverged = true
  }

  #call(call: EntryOf<'call'>): void {
    const { adapter } = this.#parts
    const outcome =
      call.method === 'subscribe' || call.method === 'unsubscribe'
        ? adapter[call.method](call.request)
        : adapter[call.method]()
    // Whoever asked was told then.
    outcome.catch(() => undefined)
  }
}

const DONE = Promise.resolve()

async function waitUntil(mono: number, { clock, signal }: Pace): Promise<void> {
  const ms = mono - clock.monotonic()
  if (ms > 0) await sleep(clock, ms, signal)
}
