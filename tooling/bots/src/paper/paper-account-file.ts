import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PaperSnapshot } from '@md/bot-engine'
import { type Clock, type Logger, MdError, reportOf } from '@md/types'

/** A paper account that was kept cannot be read. */
export class PaperAccountError extends MdError {
  readonly code = 'PAPER_ACCOUNT'
  readonly recovery = 'stop'
}

export interface PaperAccountFileOptions {
  readonly path: string
  readonly clock: Clock
  readonly logger: Logger
}

/** At most this much of what happened on paper is forgotten by a process that is killed. In ms. */
const PAUSE_MS = 200

/** A paper account in a file of its own: what a real venue would remember while we are away. */
export class PaperAccountFile {
  readonly #options: PaperAccountFileOptions
  #snapshot: (() => PaperSnapshot) | undefined
  #isDirty = false
  #cancelPause: (() => void) | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(options: PaperAccountFileOptions) {
    this.#options = options
  }

  /** `undefined`: there was none before. @throws PaperAccountError */
  async load(): Promise<PaperSnapshot | undefined> {
    const { path } = this.#options
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw unreadable(path, error)
    })
    if (text === undefined) return undefined
    try {
      // Written by this class alone; its version is checked by whoever takes it up.
      return JSON.parse(text) as PaperSnapshot
    } catch (error) {
      throw unreadable(path, error)
    }
  }

  /** From now on this is what is written. */
  follow(snapshot: () => PaperSnapshot): void {
    this.#snapshot = snapshot
  }

  /** Something happened in the account: written at once, or as soon as the last writing is a while ago. */
  changed(): void {
    this.#isDirty = true
    if (this.#cancelPause !== undefined) return
    this.#cancelPause = this.#options.clock.after(PAUSE_MS, () => {
      this.#cancelPause = undefined
      if (this.#isDirty) void this.flush()
    })
  }

  /** Resolves when everything until now is written, or could not be. */
  flush(): Promise<void> {
    this.#isDirty = false
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async close(): Promise<void> {
    this.#cancelPause?.()
    this.#cancelPause = undefined
    if (this.#isDirty) await this.flush()
    await this.#writing
  }

  async #write(): Promise<void> {
    const { logger, path } = this.#options
    if (this.#snapshot === undefined) return
    const text = JSON.stringify(this.#snapshot())
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.new`, text)
      // A process that is killed leaves the old account or the new one, never half of one.
      await rename(`${path}.new`, path)
    } catch (error) {
      logger.error({ path, ...reportOf(error) }, 'a paper account could not be kept')
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const unreadable = (path: string, cause: unknown): PaperAccountError =>
  new PaperAccountError(
    `The paper account ${path} cannot be read (${reportOf(cause).message}): mend it, or remove it to begin anew`,
    { path },
    { cause },
  )
