import { closeSync, createReadStream, createWriteStream, openSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** Lines are kept back up to so many characters, or until they are flushed. */
const KEPT_BACK = 256 * 1024

const DIGITS = 6

/** `000001.ndjson` while it is written, `000001.ndjson.gz` when it is finished. */
const segmentName = (number: number): string => `${String(number).padStart(DIGITS, '0')}.ndjson`

export const SEGMENT_NAME = /^(\d{6,})\.ndjson(\.gz)?$/

/** The segment that is being written: plain text, so that whatever was flushed can be read whatever happens next. */
export class OpenSegment {
  readonly path: string
  readonly #file: number
  #lines: string[] = []
  #keptBack = 0
  #bytes = 0

  constructor(folder: string, number: number) {
    this.path = join(folder, segmentName(number))
    this.#file = openSync(this.path, 'ax')
  }

  /** Written and kept back together. */
  get bytes(): number {
    return this.#bytes + this.#keptBack
  }

  add(line: string): void {
    this.#lines.push(line)
    this.#keptBack += line.length
    if (this.#keptBack >= KEPT_BACK) this.flush()
  }

  /** Hands everything to the operating system: it survives the death of this process. */
  flush(): void {
    if (this.#lines.length === 0) return
    const text = this.#lines.join('')
    this.#lines = []
    this.#keptBack = 0
    const data = Buffer.from(text)
    for (let done = 0; done < data.length; ) done += writeSync(this.#file, data, done)
    this.#bytes += data.length
  }

  close(): void {
    try {
      this.flush()
    } finally {
      closeSync(this.#file)
    }
  }
}

/** Replaces a finished segment by its compressed form, and returns that. The plain one goes when the other is whole. */
export async function compress(path: string): Promise<{ readonly path: string; readonly bytes: number }> {
  const compressed = `${path}.gz`
  await pipeline(createReadStream(path), createGzip(), createWriteStream(`${compressed}.part`))
  renameSync(`${compressed}.part`, compressed)
  unlinkSync(path)
  return { path: compressed, bytes: (await stat(compressed)).size }
}
