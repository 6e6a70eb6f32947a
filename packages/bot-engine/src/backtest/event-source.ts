import { type PlayedEvent, timeOf } from './played-event.ts'

/**
 * Events in the order of their times, in batches of any size: what is read at once is played at once. A book that is
 * delivered as a live view has to be in a batch of its own.
 */
export type EventSource = AsyncIterable<readonly PlayedEvent[]>

const BATCH = 1_024

/** What is in memory, or made on the way, as a source. */
export async function* sourceOf(events: Iterable<PlayedEvent>): AsyncGenerator<readonly PlayedEvent[]> {
  if (Array.isArray(events)) {
    for (let i = 0; i < events.length; i += BATCH) yield events.slice(i, i + BATCH)
    return
  }
  let batch: PlayedEvent[] = []
  for (const event of events) {
    batch.push(event)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Several sources as one, by time. Of events of one moment, those of the source named first come first. */
export async function* merged(sources: readonly EventSource[]): AsyncGenerator<readonly PlayedEvent[]> {
  const cursors = sources.map((source) => new Cursor(source))
  try {
    await Promise.all(cursors.map((cursor) => cursor.fill()))
    for (let run = nextRun(cursors); run !== undefined; run = nextRun(cursors)) {
      yield run
      for (const cursor of cursors) if (cursor.isEmpty) await cursor.fill()
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()))
  }
}

/** As many events as can be put in order before one of the sources has to be read on. */
function nextRun(cursors: readonly Cursor[]): readonly PlayedEvent[] | undefined {
  const live = cursors.filter((cursor) => !cursor.isEmpty)
  const [only] = live
  if (only === undefined) return undefined
  if (live.length === 1) return only.rest()
  const run: PlayedEvent[] = []
  for (;;) {
    const cursor = earliest(live)
    run.push(cursor.take())
    if (cursor.isEmpty) return run
  }
}

const earliest = (cursors: readonly Cursor[]): Cursor =>
  cursors.reduce((first, cursor) => (cursor.at < first.at ? cursor : first))

class Cursor {
  readonly #batches: AsyncIterator<readonly PlayedEvent[]>
  #batch: readonly PlayedEvent[] = []
  #index = 0
  #ended = false
  /** Of the event that is next. */
  at = Number.NEGATIVE_INFINITY

  constructor(source: EventSource) {
    this.#batches = source[Symbol.asyncIterator]()
  }

  /** Between two fills: nothing is left of what was read. After one: the source has ended. */
  get isEmpty(): boolean {
    return this.#index >= this.#batch.length
  }

  async fill(): Promise<void> {
    while (this.isEmpty && !this.#ended) {
      const { done, value } = await this.#batches.next()
      if (done) {
        this.#ended = true
        return
      }
      this.#batch = value
      this.#index = 0
    }
    this.#look()
  }

  take(): PlayedEvent {
    const event = this.#batch[this.#index] as PlayedEvent
    this.#index += 1
    this.#look()
    return event
  }

  rest(): readonly PlayedEvent[] {
    const rest = this.#index === 0 ? this.#batch : this.#batch.slice(this.#index)
    this.#index = this.#batch.length
    return rest
  }

  async close(): Promise<void> {
    await this.#batches.return?.()
  }

  #look(): void {
    const event = this.#batch[this.#index]
    if (event !== undefined) this.at = timeOf(event) ?? this.at
  }
}
