import { deferred } from '@md/runtime'
import { errorOf } from './failure.ts'
import type { Answer, Job, JobKind, Jobs, Writer } from './job.ts'

interface Waiting {
  readonly job: Job
  readonly size: number
  resolve(answer: Answer): void
  reject(error: Error): void
}

export interface StoreCounts {
  /** Jobs of any kind that were answered. */
  readonly jobs: number
  /** How many of them together: all that wait become one transaction. */
  readonly batches: number
  readonly waiting: number
}

const MOST_JOBS = 4096

/** Group commit: while the disk is busy with one batch, the next one gathers. Answers come in the order of the jobs. */
export class Batches {
  readonly #writer: Writer
  readonly #maxWaiting: number
  #queue: Waiting[] = []
  #size = 0
  #working: Promise<void> | undefined
  #jobs = 0
  #batches = 0

  /** @param maxWaiting characters of entries that may wait for the disk */
  constructor(writer: Writer, maxWaiting: number) {
    this.#writer = writer
    this.#maxWaiting = maxWaiting
  }

  get counts(): StoreCounts {
    return { jobs: this.#jobs, batches: this.#batches, waiting: this.#queue.length }
  }

  hasRoom(size: number): boolean {
    return this.#size === 0 || this.#size + size <= this.#maxWaiting
  }

  /** `size`: characters that it keeps waiting. Jobs are done in the order of the calls. */
  async ask<K extends JobKind>(job: { readonly kind: K } & Jobs[K]['asks'], size = 0): Promise<Jobs[K]['answer']> {
    const { promise, reject, resolve } = deferred<Answer>()
    this.#queue.push({ job: job as unknown as Job, size, resolve, reject })
    this.#size += size
    this.#working ??= this.#work()
    const answer = await promise
    if ('failure' in answer) throw errorOf(answer.failure)
    return answer.value as Jobs[K]['answer']
  }

  /** Resolves when everything that was asked before is answered. */
  async settled(): Promise<void> {
    await this.#working
  }

  async #work(): Promise<void> {
    // What is asked for in the same breath shares the first batch already.
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, MOST_JOBS)
      this.#queue = this.#queue.slice(MOST_JOBS)
      await this.#run(batch)
    }
    this.#working = undefined
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#writer.run(batch.map(({ job }) => job))
      this.#batches += 1
      this.#jobs += batch.length
      for (let i = 0; i < batch.length; i++) batch[i]?.resolve(answers[i] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error as Error)
    } finally {
      for (const { size } of batch) this.#size -= size
    }
  }
}
