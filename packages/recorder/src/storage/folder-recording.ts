import { mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { systemClock } from '@md/runtime'
import { type ChannelRequest, type Clock, type ExchangeId, InvalidInputError, requestKey } from '@md/types'
import type { Entry, PlainOptions, RecordingSink } from '../entry.ts'
import { FORMAT, type Manifest, writeManifest } from './manifest.ts'
import { compress, OpenSegment } from './segment.ts'
import { Standing } from './standing.ts'

export interface FolderRecordingOptions {
  readonly exchange: ExchangeId
  /** Is made; has to be empty if it exists. */
  readonly folder: string
  /** Beside that of Node: of whatever records. */
  readonly versions?: Readonly<Record<string, string>>
  /** A segment is finished and compressed beyond this. Default 16 MiB. */
  readonly segmentBytes?: number
  /** Of all segments together; beyond it the oldest are dropped. Default 1 GiB. */
  readonly maxBytes?: number
  readonly clock?: Clock
  /** Why it is written, where something went wrong. */
  readonly trigger?: string
  /** The recording has ended because the disk refuses it. */
  readonly onFailure?: (error: unknown) => void
}

const MEBIBYTE = 1024 * 1024
const FLUSH_EVERY = 1_000

/** A recording in a folder: segments of lines, and a manifest. A disk that fails ends it, and hurts nobody else. */
export class FolderRecording implements RecordingSink {
  readonly folder: string
  readonly #segmentBytes: number
  readonly #maxBytes: number
  readonly #clock: Clock
  readonly #onFailure: (error: unknown) => void
  readonly #standing = new Standing()
  readonly #finished: { path: string; bytes: number }[] = []
  readonly #compressing = new Set<Promise<void>>()
  #manifest: Manifest
  #segment: OpenSegment
  #number = 1
  #entries = 0
  #state: 'open' | 'failed' | 'closed' = 'open'
  #cancelFlush: () => void = () => undefined

  /** @throws InvalidInputError for a folder that holds something, or a limit that cannot be kept */
  constructor(options: FolderRecordingOptions) {
    const { clock = systemClock, exchange, folder, segmentBytes = 16 * MEBIBYTE, maxBytes = 1024 * MEBIBYTE } = options
    if (!(segmentBytes > 0)) throw new InvalidInputError('segmentBytes', segmentBytes, 'a number above 0')
    if (!(maxBytes >= segmentBytes)) throw new InvalidInputError('maxBytes', maxBytes, `at least ${segmentBytes}`)
    mkdirSync(folder, { recursive: true })
    if (readdirSync(folder).length > 0) throw new InvalidInputError('folder', folder, 'one that is empty or new')

    this.folder = folder
    this.#segmentBytes = segmentBytes
    this.#maxBytes = maxBytes
    this.#clock = clock
    this.#onFailure = options.onFailure ?? (() => undefined)
    this.#manifest = {
      format: FORMAT,
      exchange,
      startedAt: clock.now(),
      subscriptions: [],
      options: {},
      versions: { node: process.versions.node, ...options.versions },
      dropped: { segments: 0, bytes: 0 },
      ...(options.trigger === undefined ? {} : { trigger: options.trigger }),
    }
    writeManifest(folder, this.#manifest)
    this.#segment = new OpenSegment(folder, this.#number)
    this.#planFlush()
  }

  /** Entries taken, and what they occupy on the disk. */
  get size(): { readonly entries: number; readonly bytes: number } {
    const finished = this.#finished.reduce((sum, { bytes }) => sum + bytes, 0)
    return { entries: this.#entries, bytes: finished + (this.#state === 'open' ? this.#segment.bytes : 0) }
  }

  get dropped(): Manifest['dropped'] {
    return this.#manifest.dropped
  }

  configured(options: PlainOptions): void {
    this.#guarded(() => this.#note({ options }))
  }

  write(entry: Entry): void {
    this.#guarded(() => {
      if (this.#segment.bytes >= this.#segmentBytes) this.#rotate(entry)
      this.#standing.apply(entry)
      this.#segment.add(`${JSON.stringify(entry)}\n`)
      this.#entries += 1
      if (entry.kind === 'call' && entry.method === 'subscribe') this.#subscribed(entry.request)
    })
  }

  /** What was taken so far survives the death of this process. Done every second anyway. */
  flush(): void {
    this.#guarded(() => this.#segment.flush())
  }

  /** Finishes the last segment. Resolves when everything is on the disk. */
  async close(): Promise<void> {
    this.#cancelFlush()
    this.#guarded(() => {
      this.#finish()
      this.#state = 'closed'
    })
    await Promise.all(this.#compressing)
    if (this.#state !== 'closed') return
    try {
      writeManifest(this.folder, { ...this.#manifest, endedAt: this.#clock.now() })
    } catch (error) {
      this.#failed(error)
    }
  }

  /** A later segment begins with what stands, so that it can be replayed when those before it are gone. */
  #rotate({ at, mono }: Entry): void {
    this.#finish()
    this.#number += 1
    this.#segment = new OpenSegment(this.folder, this.#number)
    this.#segment.add(`${JSON.stringify({ kind: 'standing', entries: this.#standing.entries({ at, mono }) })}\n`)
  }

  #finish(): void {
    this.#segment.close()
    const finished = { path: this.#segment.path, bytes: this.#segment.bytes }
    this.#finished.push(finished)
    const work = compress(finished.path)
      .then((compressed) => Object.assign(finished, compressed))
      .then(
        () => this.#keepToLimit(),
        (error: unknown) => this.#failed(error),
      )
      .finally(() => this.#compressing.delete(work))
    this.#compressing.add(work)
  }

  #keepToLimit(): void {
    while (this.size.bytes > this.#maxBytes && this.#finished.length > 1) {
      const [oldest] = this.#finished
      // It is still being compressed, and will be back.
      if (!oldest?.path.endsWith('.gz')) return
      this.#finished.shift()
      unlinkSync(oldest.path)
      const { segments, bytes } = this.#manifest.dropped
      this.#note({ dropped: { segments: segments + 1, bytes: bytes + oldest.bytes } })
    }
  }

  #subscribed(request: ChannelRequest): void {
    const { subscriptions } = this.#manifest
    const others = subscriptions.filter((other) => requestKey(other) !== requestKey(request))
    this.#note({ subscriptions: [...others, request] })
  }

  #note(facts: Partial<Manifest>): void {
    this.#manifest = { ...this.#manifest, ...facts }
    writeManifest(this.folder, this.#manifest)
  }

  #planFlush(): void {
    this.#cancelFlush = this.#clock.after(FLUSH_EVERY, () => {
      this.flush()
      if (this.#state === 'open') this.#planFlush()
    })
  }

  /** It is called from inside the feed, which goes on without it. */
  #guarded(work: () => void): void {
    if (this.#state !== 'open') return
    try {
      work()
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (this.#state === 'failed') return
    this.#state = 'failed'
    this.#cancelFlush()
    this.#onFailure(error)
  }
}
