import { MdError } from '@md/types'
import type Database from 'libsql'
import { StoreError } from '../errors.ts'
import { BotJournal } from './bot-journal.ts'
import { failureOf, isFatal } from './failure.ts'
import type { Answer, Job, JobKind, Jobs, Writer, WriterOptions } from './job.ts'
import { LatchTable } from './latch-table.ts'
import { checkPlace, openDatabase } from './open-database.ts'
import { lockStore, type StoreLock } from './store-lock.ts'

/** Does the jobs, and waits for the disk while it does: belongs into a thread of its own. */
export class FileWriter implements Writer {
  readonly #database: Database.Database
  readonly #journal: BotJournal
  readonly #latches: LatchTable
  readonly #lock: StoreLock
  /** Not undefined: the disk failed, and this is how. */
  #broken: string | undefined

  /** @throws StoreHeldError, StoreUnusableError */
  constructor(options: WriterOptions) {
    checkPlace(options.path)
    this.#lock = lockStore(options)
    try {
      this.#database = openDatabase(options)
    } catch (error) {
      this.#lock.release()
      throw error
    }
    this.#journal = new BotJournal(this.#database, options.keepEntries)
    this.#latches = new LatchTable(this.#database)
  }

  async run(jobs: readonly Job[]): Promise<readonly Answer[]> {
    try {
      return this.#transaction(jobs)
    } catch (error) {
      // One that cannot be written shall not take the others with it.
      if (jobs.length > 1 && !isFatal(error)) return jobs.map((job) => this.#alone(job))
      return jobs.map((job) => this.#failed(job, error))
    }
  }

  /** It ends with the process. */
  onEnd(): void {}

  async close(): Promise<void> {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } finally {
      this.#database.close()
      this.#lock.release()
    }
  }

  #alone(job: Job): Answer {
    try {
      return this.#transaction([job])[0] as Answer
    } catch (error) {
      return this.#failed(job, error)
    }
  }

  #transaction(jobs: readonly Job[]): Answer[] {
    if (this.#broken !== undefined) throw new StoreError('what was given', this.#broken)
    this.#database.exec('BEGIN IMMEDIATE')
    this.#journal.begin()
    try {
      const answers = jobs.map((job) => this.#answer(job))
      this.#database.exec('COMMIT')
      return answers
    } catch (error) {
      this.#journal.forget()
      // A full disk has ended the transaction already.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** What the store itself refuses it refuses before it writes; anything else ends the transaction. */
  #answer(job: Job): Answer {
    try {
      return { value: this.#do(job) }
    } catch (error) {
      if (error instanceof MdError) return this.#failed(job, error)
      throw error
    }
  }

  #failed(job: Job, error: unknown): Answer {
    const failure = failureOf(error, `${job.kind} of ${'botId' in job ? `bot "${job.botId}"` : 'the store'}`)
    if (isFatal(error)) this.#broken ??= failure.error === 'store' ? failure.reason : String(error)
    const isWrite = job.kind === 'append' || job.kind === 'snapshot'
    if (isWrite && failure.error === 'store') this.#journal.refuse(job.botId, failure.reason)
    return { failure }
  }

  #do(job: Job): Jobs[JobKind]['answer'] {
    switch (job.kind) {
      case 'acquire':
        return this.#journal.acquire(job.botId)
      case 'load':
        return this.#journal.load(job.botId)
      case 'history':
        return this.#journal.history(job.botId)
      case 'bots':
        return this.#journal.bots()
      case 'lastFill':
        return this.#journal.lastFill(job.botId)
      case 'append':
        return this.#journal.append(job.botId, job.fence, job.rows) ?? undefined
      case 'snapshot':
        return this.#journal.snapshot(job.botId, job.fence, job.snapshot) ?? undefined
      case 'refuse':
        return this.#journal.refuse(job.botId, job.reason) ?? undefined
      case 'latches':
        return this.#latches.all()
      case 'latch':
        return this.#latches.set(job.latch) ?? undefined
      case 'unlatch':
        return this.#latches.remove(job.scope, job.id) ?? undefined
    }
  }
}
