import { createHash } from 'node:crypto'
import type { JournalEntry, JournalSink } from '../journal/entry.ts'

export interface DigestFigures {
  readonly entries: number
  /** Of the entries as JSON, a line each; hexadecimal. */
  readonly sha256: string
}

/** Characters that are hashed at once: a call for every entry would cost more than the hash. */
const AT_ONCE = 65_536

/**
 * Two runs are the same when their digests are: everything but the market's events, which were the same to begin with.
 * Members stay in the order in which the engine names them, which is the same in every run.
 */
export class JournalDigest implements JournalSink {
  readonly withoutMarket = true
  readonly #hash = createHash('sha256')
  #entries = 0
  #text = ''

  write(entry: JournalEntry): void {
    if (entry.type === 'market' || entry.type === 'look') return
    this.#entries += 1
    this.#text += `${JSON.stringify(entry)}\n`
    if (this.#text.length >= AT_ONCE) this.#take()
  }

  /** What was written until now. */
  get figures(): DigestFigures {
    this.#take()
    return { entries: this.#entries, sha256: this.#hash.copy().digest('hex') }
  }

  #take(): void {
    this.#hash.update(this.#text)
    this.#text = ''
  }
}
