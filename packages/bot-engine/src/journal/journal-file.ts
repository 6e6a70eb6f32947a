import { appendFile } from 'node:fs/promises'
import { type Clock, type Logger, reportOf } from '@md/types'
import { encodeEntry } from './codec.ts'
import type { JournalEntry, JournalSink } from './entry.ts'
import { deleteOldest, type JournalPart, newRun, partPath } from './journal-folder.ts'

export interface JournalFileOptions {
  /** Of one bot alone; made where it is missing. */
  readonly folder: string
  readonly clock: Clock
  readonly logger: Logger
  /** A new file is begun beyond this many bytes. Default 64 MiB. */
  readonly maxFileBytes?: number
  /** Whole files, the oldest first, are deleted beyond this many bytes. Default 1 GiB. */
  readonly maxTotalBytes?: number
  /** Default 1000. */
  readonly flushEveryMs?: number
  /** Characters that may wait for a slow disk; entries beyond are given up and counted. Default 16 Mi. */
  readonly maxWaiting?: number
}

export interface JournalFileCounts {
  readonly written: number
  /** Not written: the disk was too slow or failed, JSON could not keep them, or the file was closed. */
  readonly lost: number
  readonly deletedFiles: number
}

const MI = 1024 * 1024
const FLUSH_BEYOND = 256 * 1024

/** Begins a new run in the folder. Rejects where the folder cannot be used. */
export async function openJournalFile(options: JournalFileOptions): Promise<JournalFile> {
  const { run, parts } = await newRun(options.folder, options.clock.now())
  return new JournalFile(options, run, parts)
}

/**
 * A bot's journal as lines of JSON. What is written survives the process once it is flushed, and is not forced to the
 * disk: the store keeps what must not be lost, this keeps what explains it.
 */
export class JournalFile implements JournalSink {
  readonly #options: Required<JournalFileOptions>
  readonly #run: number
  #part = 1
  #partBytes = 0
  /** Without the file that is being written. */
  #parts: readonly JournalPart[]
  #lines: string[] = []
  #waiting = 0
  #cancelTimer: (() => void) | undefined
  #draining: Promise<void> | undefined
  #closed = false
  #written = 0
  #lost = 0
  #deletedFiles = 0

  constructor(options: JournalFileOptions, run: number, parts: readonly JournalPart[]) {
    this.#options = {
      maxFileBytes: 64 * MI,
      maxTotalBytes: 1024 * MI,
      flushEveryMs: 1000,
      maxWaiting: 16 * MI,
      ...options,
    }
    this.#run = run
    this.#parts = parts
  }

  get counts(): JournalFileCounts {
    return { written: this.#written, lost: this.#lost, deletedFiles: this.#deletedFiles }
  }

  write(entry: JournalEntry): void {
    if (this.#closed || this.#waiting > this.#options.maxWaiting) {
      this.#lose(1, this.#closed ? 'the journal is closed' : 'the disk is slower than the bot')
      return
    }
    try {
      const line = encodeEntry(entry)
      this.#lines.push(line)
      this.#waiting += line.length + 1
    } catch (error) {
      this.#lose(1, reportOf(error).message)
    }
    if (this.#waiting > FLUSH_BEYOND) void this.flush()
    else this.#cancelTimer ??= this.#options.clock.after(this.#options.flushEveryMs, () => void this.flush())
  }

  /** Resolves when what was written before is in the file, or lost and counted. Never rejects. */
  async flush(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (this.#lines.length > 0) this.#draining ??= this.#drain()
    await this.#draining
  }

  /** Flushes. What is written afterwards is lost and counted. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  async #drain(): Promise<void> {
    while (this.#lines.length > 0) {
      const lines = this.#lines
      this.#lines = []
      this.#waiting = 0
      try {
        await this.#append(Buffer.from(`${lines.join('\n')}\n`))
        this.#written += lines.length
      } catch (error) {
        this.#lose(lines.length, reportOf(error).message)
        // Its last line may be torn, and nothing may follow a torn line.
        this.#nextPart()
      }
    }
    this.#draining = undefined
  }

  async #append(bytes: Buffer): Promise<void> {
    if (this.#partBytes > 0 && this.#partBytes + bytes.length > this.#options.maxFileBytes) this.#nextPart()
    await appendFile(partPath(this.#options.folder, this.#run, this.#part), bytes)
    this.#partBytes += bytes.length
    await this.#bound()
  }

  #nextPart(): void {
    const path = partPath(this.#options.folder, this.#run, this.#part)
    if (this.#partBytes > 0) {
      this.#parts = [...this.#parts, { path, run: this.#run, part: this.#part, bytes: this.#partBytes }]
    }
    this.#part += 1
    this.#partBytes = 0
  }

  async #bound(): Promise<void> {
    const { folder, logger, maxTotalBytes } = this.#options
    const current = {
      path: partPath(folder, this.#run, this.#part),
      run: this.#run,
      part: this.#part,
      bytes: this.#partBytes,
    }
    try {
      const left = await deleteOldest([...this.#parts, current], maxTotalBytes)
      this.#deletedFiles += this.#parts.length + 1 - left.length
      this.#parts = left.slice(0, -1)
    } catch (error) {
      logger.warn({ folder, error: reportOf(error) }, 'an old file of the journal could not be deleted')
    }
  }

  #lose(count: number, why: string): void {
    // Once for each power of two: a full disk would otherwise fill the log as well.
    const before = this.#lost
    this.#lost += count
    if (Math.floor(Math.log2(before + 1)) === Math.floor(Math.log2(this.#lost + 1))) return
    this.#options.logger.error({ folder: this.#options.folder, lost: this.#lost, why }, 'journal entries were lost')
  }
}
