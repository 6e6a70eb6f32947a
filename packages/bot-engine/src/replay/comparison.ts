import { encodeEntry } from '../journal/codec.ts'
import type { JournalEntry, JournalSink } from '../journal/entry.ts'

/** Where a replay first told something else than the journal. */
export interface Difference {
  readonly n: number
  readonly recorded: string | undefined
  readonly replayed: string | undefined
}

/**
 * Compares what a replay tells with what was recorded, entry by entry as it is told: a moment later the strategy may
 * have changed the state that an entry holds.
 */
export class Comparison implements JournalSink {
  difference: Difference | undefined
  readonly #journal: readonly JournalEntry[]
  #told = 0

  constructor(journal: readonly JournalEntry[]) {
    this.#journal = journal
  }

  /** What was told next. */
  get next(): JournalEntry | undefined {
    return this.#journal[this.#told]
  }

  write(entry: JournalEntry): void {
    const recorded = this.#journal[this.#told]
    this.#told += 1
    if (this.difference === undefined) this.#compare(recorded, entry)
  }

  /** The first entry of the journal that was not told, once all of it has been played. */
  get missing(): Difference | undefined {
    const recorded = this.#journal[this.#told]
    return recorded && { n: recorded.n, recorded: encodeEntry(recorded), replayed: undefined }
  }

  #compare(recorded: JournalEntry | undefined, told: JournalEntry): void {
    const [was, is] = [recorded && encodeEntry(recorded), encodeEntry(told)]
    if (was !== is) this.difference = { n: recorded?.n ?? told.n, recorded: was, replayed: is }
  }
}
