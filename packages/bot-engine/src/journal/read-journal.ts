import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { reportOf } from '@md/types'
import { decodeEntry } from './codec.ts'
import type { JournalEntry } from './entry.ts'
import { journalParts } from './journal-folder.ts'

export interface JournalProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  /**
   * `torn`: the end of a file, as a killed process leaves it. `invalid`: a line that is no entry.
   * `hole`: entries are missing before this line. `order`: a number that has been before.
   */
  readonly kind: 'torn' | 'invalid' | 'hole' | 'order'
  readonly message: string
}

const MOST_PROBLEMS = 1000

/** The entries of a journal, once, and what was wrong with it so far. */
export class JournalReading implements AsyncIterable<JournalEntry> {
  readonly #path: string
  readonly #problems: JournalProblem[] = []
  #problemCount = 0
  #next: number | undefined

  constructor(path: string) {
    this.#path = path
  }

  /** The first thousand. */
  get problems(): readonly JournalProblem[] {
    return this.#problems
  }

  get problemCount(): number {
    return this.#problemCount
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<JournalEntry> {
    const isFolder = (await stat(this.#path)).isDirectory()
    const parts = isFolder ? await journalParts(this.#path) : [{ path: this.#path, run: 0 }]
    let run: number | undefined
    for (const part of parts) {
      // A bot that was killed numbers on from what its store had kept, so a run may begin anywhere.
      if (part.run !== run) this.#next = undefined
      run = part.run
      yield* this.#file(part.path)
    }
  }

  async *#file(file: string): AsyncGenerator<JournalEntry> {
    let line = 0
    let rest = ''
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
      const lines = `${rest}${String(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) {
        line += 1
        const entry = this.#entry(text, { file, line, kind: 'invalid' })
        if (entry !== undefined) yield entry
      }
    }
    if (rest === '') return
    const last = this.#entry(rest, { file, line: line + 1, kind: 'torn' })
    if (last !== undefined) yield last
  }

  #entry(text: string, place: Omit<JournalProblem, 'message'>): JournalEntry | undefined {
    try {
      const entry = decodeEntry(text)
      return this.#inOrder(entry.n, place) ? entry : undefined
    } catch (error) {
      this.#report({ ...place, message: reportOf(error).message })
      return undefined
    }
  }

  #inOrder(n: number, place: Omit<JournalProblem, 'message'>): boolean {
    const next = this.#next ?? n
    if (n < next) {
      this.#report({ ...place, kind: 'order', message: `entry ${n} comes after entry ${next - 1}` })
      return false
    }
    if (n > next) this.#report({ ...place, kind: 'hole', message: missing(next, n - 1) })
    this.#next = n + 1
    return true
  }

  #report(problem: JournalProblem): void {
    this.#problemCount += 1
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem)
  }
}

const missing = (first: number, last: number): string =>
  first === last ? `entry ${first} is missing` : `entries ${first} to ${last} are missing`

/**
 * Reads a journal: one file, or a bot's folder with all its runs. Lines that cannot be used are skipped and told by
 * `problems`. Iterating rejects where the path cannot be read.
 */
export const readJournal = (path: string): JournalReading => new JournalReading(path)
