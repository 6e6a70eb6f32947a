import { join } from 'node:path'
import type { AdapterOptions } from '@md/adapter-core'
import { systemClock } from '@md/runtime'
import type { Clock, ExchangeId, IExchangeAdapter, OrderBook } from '@md/types'
import type { Entry, EntryOf, PlainOptions, RecordingSink } from '../entry.ts'
import { FolderRecording } from '../storage/folder-recording.ts'
import { type MakeAdapter, recorded } from '../tap/recorded.ts'
import { CHECKPOINTS } from './checkpoint.ts'
import { Ring } from './ring.ts'

export interface FlightRecorderOptions {
  readonly exchange: ExchangeId
  /** Each recording becomes a folder in it. */
  readonly folder: string
  /** How far back a recording reaches. Default 60. */
  readonly seconds?: number
  /** What is kept in memory at most. Default 64 MiB. */
  readonly maxBytes?: number
  /** What follows a fault for so long belongs to it, in ms. Default 1000. */
  readonly aftermath?: number
  /** Between two recordings at least, in ms. A crash does not wait. Default 60000. */
  readonly minInterval?: number
  /** Written by this one altogether. Default 20. */
  readonly maxRecordings?: number
  readonly versions?: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly onWritten?: (folder: string, trigger: string) => void
  readonly onFailure?: (error: unknown) => void
}

type Settings = Required<Omit<FlightRecorderOptions, 'versions'>>

/** Of the time that is kept, the share after which a book is written down whole again. */
const CHECKPOINT_SHARE = 0.25

/** How many REST addresses are remembered. */
const MOST_ADDRESSES = 1_000

/**
 * Keeps the last seconds of raw traffic in memory, and writes them as a recording when something goes wrong: the bug
 * report is a folder that replays the bug.
 */
export class FlightRecorder implements RecordingSink {
  readonly #settings: Settings
  readonly #versions: Readonly<Record<string, string>>
  readonly #ring: Ring
  readonly #checkpointAt = new Map<string, number>()
  readonly #answered = new Set<string>()
  readonly #checkpointEvery: number
  #options: PlainOptions = {}
  #lastFrame: EntryOf<'in'> | undefined
  #lastWritten = Number.NEGATIVE_INFINITY
  #planned = false
  #written = 0
  #suppressed = 0

  constructor(options: FlightRecorderOptions) {
    this.#settings = {
      seconds: 60,
      maxBytes: 64 * 1024 * 1024,
      aftermath: 1_000,
      minInterval: 60_000,
      maxRecordings: 20,
      clock: systemClock,
      onWritten: () => undefined,
      onFailure: () => undefined,
      ...options,
    }
    this.#versions = options.versions ?? {}
    const { seconds, maxBytes } = this.#settings
    this.#checkpointEvery = seconds * 1_000 * CHECKPOINT_SHARE
    this.#ring = new Ring({ ms: seconds * 1_000 + this.#checkpointEvery, characters: maxBytes })
  }

  /** Recordings written, and faults that were not worth one of their own. */
  get counts(): { readonly written: number; readonly suppressed: number } {
    return { written: this.#written, suppressed: this.#suppressed }
  }

  /** An adapter that is listened to from its first frame on. One recorder serves one adapter. */
  record(make: MakeAdapter, options: AdapterOptions = {}): IExchangeAdapter {
    const adapter = recorded(make, { clock: this.#settings.clock, ...options }, this)
    adapter.on('orderbook', (book) => this.#checkpoint(book))
    adapter.on('gap', ({ channel, cause }) => this.#fault(`gap-${channel}-${cause}`))
    adapter.on('exchange:error', ({ code }) => {
      if (code === 'BOOK_SUSPECT') this.#fault('book-suspect')
    })
    return adapter
  }

  configured(options: PlainOptions): void {
    this.#options = options
  }

  write(entry: Entry): void {
    if (entry.kind === 'in') this.#lastFrame = entry
    else if (entry.kind === 'rest') this.#remember(entry.url)
    this.#ring.add(entry)
  }

  /** For the app's `uncaughtExceptionMonitor`: what is kept is on the disk when this returns. */
  crashed(): string | undefined {
    return this.#save('crash')
  }

  /** What is kept, now, whatever was written before. Returns its folder; `undefined` when the disk refuses it. */
  save(trigger = 'asked-for'): string | undefined {
    return this.#save(trigger)
  }

  #fault(trigger: string): void {
    const { aftermath, clock, maxRecordings, minInterval } = this.#settings
    const tooSoon = clock.monotonic() - this.#lastWritten < minInterval
    if (this.#planned || tooSoon || this.#written >= maxRecordings) {
      this.#suppressed += 1
      return
    }
    this.#planned = true
    clock.after(aftermath, () => {
      this.#planned = false
      this.#save(trigger)
    })
  }

  #save(trigger: string): string | undefined {
    const { clock, exchange, onFailure, onWritten } = this.#settings
    const now = clock.now()
    const folder = join(this.#settings.folder, `${exchange}-${Math.trunc(now)}-${this.#written + 1}-${trigger}`)
    let failure: unknown
    try {
      const recording = new FolderRecording({
        exchange,
        folder,
        trigger,
        clock,
        versions: this.#versions,
        segmentBytes: Number.MAX_SAFE_INTEGER,
        maxBytes: Number.MAX_SAFE_INTEGER,
        onFailure: (error) => {
          failure = error
          onFailure(error)
        },
      })
      recording.configured(this.#options)
      for (const entry of this.#ring.entries()) recording.write(entry)
      recording.flush()
      void recording.close()
    } catch (error) {
      failure = error
      onFailure(error)
    }
    if (failure !== undefined) return undefined
    this.#written += 1
    this.#lastWritten = clock.monotonic()
    onWritten(folder, trigger)
    return folder
  }

  /** A book that is live is written down whole now and then, or its updates would mean nothing without their beginning. */
  #checkpoint(book: OrderBook): void {
    if (book.status !== 'live' || book.change?.kind !== 'delta' || this.#lastFrame === undefined) return
    const { at, mono } = this.#lastFrame
    const last = this.#checkpointAt.get(book.symbol)
    if (last !== undefined && mono - last < this.#checkpointEvery) return
    const frame = this.#lastFrame
    const happening = CHECKPOINTS[this.#settings.exchange]?.({ book, frame, answered: this.#answered })
    if (happening === undefined) return
    this.#checkpointAt.set(book.symbol, mono)
    this.#ring.add({ at, mono, ...happening }, book.symbol)
  }

  #remember(url: string): void {
    this.#answered.add(url)
    if (this.#answered.size <= MOST_ADDRESSES) return
    const [oldest] = this.#answered
    if (oldest !== undefined) this.#answered.delete(oldest)
  }
}
