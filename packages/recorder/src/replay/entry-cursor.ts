import type { Entry, EntryOf } from '../entry.ts'

/** How far ahead of the next entry is read, in ms: as far as a timer may have been late, and chance may be asked for. */
export const LOOK_AHEAD = 1_000

/** The entries of a recording one by one, with what has to be known of those that follow. */
export class EntryCursor {
  readonly #segments: AsyncIterator<readonly Entry[]>
  readonly #firings = new Map<number, EntryOf<'timer'>>()
  readonly #randoms: number[] = []
  #ahead: readonly Entry[] = []
  #index = 0
  #exhausted = false

  constructor(segments: AsyncIterable<readonly Entry[]>) {
    this.#segments = segments[Symbol.asyncIterator]()
  }

  /** Resolves when enough is read to go on from the next entry, which it returns. */
  async ready(): Promise<Entry | undefined> {
    while (!this.#exhausted && !this.#isFarEnough) {
      const { done, value } = await this.#segments.next()
      if (done) this.#exhausted = true
      else this.#take(value)
    }
    return this.#ahead[this.#index]
  }

  /** Takes the next entry, and those that came together with it. */
  take(): readonly Entry[] {
    const from = this.#index
    do this.#index += 1
    while (this.#ahead[this.#index]?.together)
    return this.#ahead.slice(from, this.#index)
  }

  /** Whether it was written down when timers fired. */
  get knowsTimers(): boolean {
    return this.#firings.size > 0
  }

  /** When the timer of this ordinal fired, if that is known. */
  firing(ordinal: number): EntryOf<'timer'> | undefined {
    return this.#firings.get(ordinal)
  }

  /** The next number that was drawn. */
  random(): number | undefined {
    return this.#randoms.shift()
  }

  /** Gives up the file that is being read. */
  async close(): Promise<void> {
    await this.#segments.return?.()
  }

  get #isFarEnough(): boolean {
    const next = this.#ahead[this.#index]
    const last = this.#ahead.at(-1)
    return next !== undefined && last !== undefined && last.mono - next.mono > LOOK_AHEAD
  }

  #take(entries: readonly Entry[]): void {
    this.#ahead = [...this.#ahead.slice(this.#index), ...entries]
    this.#index = 0
    for (const entry of entries) {
      if (entry.kind === 'timer') this.#firings.set(entry.ordinal, entry)
      else if (entry.kind === 'random') this.#randoms.push(entry.value)
    }
  }
}
