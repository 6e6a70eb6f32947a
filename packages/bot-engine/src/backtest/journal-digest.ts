import { createHash } from 'node:crypto'
import { encodeEntry } from '../journal/codec.ts'
import type { JournalEntry, JournalSink } from '../journal/entry.ts'

export interface DigestFigures {
  readonly entries: number
  /** Of the journal's lines, hexadecimal. */
  readonly sha256: string
}

/** Two runs are the same when their digests are: everything but the market's events, which were the same to begin with. */
export class JournalDigest implements JournalSink {
  readonly withoutMarket = true
  readonly #hash = createHash('sha256')
  #entries = 0

  write(entry: JournalEntry): void {
    if (entry.type === 'market' || entry.type === 'look') return
    this.#entries += 1
    this.#hash.update(`${encodeEntry(entry)}\n`)
  }

  /** What was written until now. */
  get figures(): DigestFigures {
    return { entries: this.#entries, sha256: this.#hash.copy().digest('hex') }
  }
}
