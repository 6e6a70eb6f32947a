import { statSync } from 'node:fs'
import { getHeapStatistics } from 'node:v8'
import { type JournalEntry, readJournal } from '@md/bot-engine'
import type { RunFiles } from './journal-files.ts'

/** The journal of one life of a bot, as far as it is whole. */
export interface JournalRun {
  readonly path: string
  readonly entries: readonly JournalEntry[]
  /** Why what follows the entries is of no use; `undefined`: nothing follows. */
  readonly broken: string | undefined
  /** The last line is cut off, as a killed process leaves it. */
  readonly torn: boolean
}

/** Of a journal in memory, for each byte in its files; measured with books, and rounded up. */
const BYTES_EACH = 4

/**
 * Rejects where a file cannot be read.
 * @param memory of this process, bytes: a run that does not fit ends after its first entry
 */
export async function readRun({ files, path }: RunFiles, memory = heapLimit()): Promise<JournalRun> {
  const run = new RunReader()
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  for (const file of files) {
    const reading = readJournal(file)
    for await (const entry of reading) {
      run.meet(reading.problems[0])
      run.add(entry, file)
      if (bytes * BYTES_EACH > memory) return { path, ...run.read, broken: tooLarge(bytes) }
    }
    run.meet(reading.problems[0])
  }
  return { path, ...run.read }
}

const heapLimit = (): number => getHeapStatistics().heap_size_limit

const MEBIBYTE = 1024 * 1024

function tooLarge(bytes: number): string {
  const [size, needed] = [bytes, bytes * BYTES_EACH + 256 * MEBIBYTE].map((each) => Math.ceil(each / MEBIBYTE))
  return `its ${size} MiB do not fit into memory: set NODE_OPTIONS=--max-old-space-size=${needed} for this command`
}

interface Problem {
  readonly kind: string
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Takes entries as long as they follow each other. */
class RunReader {
  readonly #entries: JournalEntry[] = []
  #broken: string | undefined
  #torn = false

  get read(): Omit<JournalRun, 'path'> {
    return { entries: this.#entries, broken: this.#broken, torn: this.#torn }
  }

  /** The first thing that is wrong with a file: what comes after it builds on something that is missing. */
  meet(problem: Problem | undefined): void {
    if (problem === undefined) return
    if (problem.kind === 'torn') this.#torn = true
    else this.#broken ??= `${problem.message} (${problem.file}, line ${problem.line})`
  }

  add(entry: JournalEntry, file: string): void {
    const last = this.#entries.at(-1)?.n
    if (last !== undefined && entry.n !== last + 1) this.#broken ??= `entry ${last + 1} is not in ${file}`
    // A torn line that is followed by its entry has been written again.
    this.#torn = false
    if (this.#broken === undefined) this.#entries.push(entry)
  }
}
