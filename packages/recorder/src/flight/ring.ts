import type { Entry } from '../entry.ts'
import { Standing } from '../storage/standing.ts'

export interface RingLimits {
  /** How old an entry may be, in ms. */
  readonly ms: number
  /** What all of them may occupy, in characters. */
  readonly characters: number
}

interface Kept {
  readonly entry: Entry
  readonly characters: number
  /** The book of this key is whole here, whatever is missing before. */
  readonly checkpoint: string | undefined
}

/** What an entry occupies besides its text. */
const OVERHEAD = 150

/** The latest entries, and what still stands of those before them. */
export class Ring {
  readonly #limits: RingLimits
  readonly #standing = new Standing()
  #kept: Kept[] = []
  #first = 0
  #characters = 0
  #complete = true

  constructor(limits: RingLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#kept.length - this.#first
  }

  /** Of all that is kept. */
  get characters(): number {
    return this.#characters
  }

  add(entry: Entry, checkpoint?: string): void {
    const characters = OVERHEAD + textOf(entry).length
    this.#kept.push({ entry, characters, checkpoint })
    this.#characters += characters
    while (this.size > 1 && this.#isTooMuch(entry.mono)) this.#forget()
    if (this.#first > this.size) {
      this.#kept = this.#kept.slice(this.#first)
      this.#first = 0
    }
  }

  /**
   * A recording of what is kept. Where its beginning is missing, it begins with what stands, each book with its first
   * checkpoint, and without what is counted from the very start.
   */
  entries(): readonly Entry[] {
    const kept = this.#kept.slice(this.#first)
    const [oldest] = kept
    if (oldest === undefined || this.#complete)
      return kept.filter(({ checkpoint }) => checkpoint === undefined).map(entryOf)
    const seen = new Set<string>()
    const later = kept.filter(({ entry, checkpoint }) => {
      if (checkpoint === undefined) return entry.kind !== 'timer' && entry.kind !== 'random'
      return seen.size < seen.add(checkpoint).size
    })
    const { at, mono } = oldest.entry
    const answered = new Set(later.map(({ entry, checkpoint }) => checkpoint && entry.kind === 'rest' && entry.url))
    // A snapshot that is older than the checkpoint would be taken for it.
    const standing = this.#standing
      .entries({ at, mono })
      .filter((entry) => entry.kind !== 'rest' || !answered.has(entry.url))
    return [...standing, ...later.map(entryOf)]
  }

  #isTooMuch(now: number): boolean {
    const oldest = this.#kept[this.#first]?.entry.mono ?? now
    return now - oldest > this.#limits.ms || this.#characters > this.#limits.characters
  }

  #forget(): void {
    const oldest = this.#kept[this.#first]
    if (oldest === undefined) return
    this.#first += 1
    this.#characters -= oldest.characters
    this.#complete = false
    if (oldest.checkpoint === undefined) this.#standing.apply(oldest.entry)
  }
}

const entryOf = ({ entry }: Kept): Entry => entry

function textOf(entry: Entry): string {
  switch (entry.kind) {
    case 'in':
    case 'out':
      return entry.text
    case 'rest':
      return entry.body
    case 'in-bytes':
      return entry.base64
    default:
      return ''
  }
}
