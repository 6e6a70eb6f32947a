import { Worker, type WorkerOptions } from 'node:worker_threads'
import { type Deferred, deferred } from '@md/runtime'
import { reportOf } from '@md/types'
import { StoreError } from '../errors.ts'
import { errorOf } from './failure.ts'
import type { Answer, Failure, Job, Writer, WriterOptions } from './job.ts'

export type WriterOrder = { readonly kind: 'run'; readonly jobs: readonly Job[] } | { readonly kind: 'close' }

export type WriterReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly answers: readonly Answer[] }
  | { readonly kind: 'closed' }

/** Does the jobs in a thread, so that no wait for the disk is a wait for the bots. One order at a time. */
export class ThreadWriter implements Writer {
  readonly #worker: Worker
  #waiting: Deferred<WriterReply> | undefined
  #ended: string | undefined
  #closing = false
  #onEnd: (reason: string) => void = () => undefined

  private constructor(options: WriterOptions) {
    this.#worker = startThread({ workerData: options })
    this.#worker.on('message', (reply: WriterReply) => this.#take()?.resolve(reply))
    this.#worker.on('error', (error) => this.#end(`its thread failed: ${reportOf(error).message}`))
    this.#worker.on('exit', (code) => this.#end(`its thread ended (${code})`))
  }

  /** @throws StoreHeldError, StoreUnusableError */
  static async open(options: WriterOptions): Promise<ThreadWriter> {
    const writer = new ThreadWriter(options)
    const reply = await writer.#reply()
    if (reply.kind !== 'refused') return writer
    await writer.#worker.terminate()
    throw errorOf(reply.failure)
  }

  async run(jobs: readonly Job[]): Promise<readonly Answer[]> {
    const reply = await this.#ask({ kind: 'run', jobs })
    return reply.kind === 'done' ? reply.answers : []
  }

  onEnd(listener: (reason: string) => void): void {
    this.#onEnd = listener
  }

  async close(): Promise<void> {
    this.#closing = true
    if (this.#ended === undefined) await this.#ask({ kind: 'close' })
    await this.#worker.terminate()
  }

  #ask(order: WriterOrder): Promise<WriterReply> {
    if (this.#ended !== undefined) return Promise.reject(new StoreError('what was given', this.#ended))
    this.#worker.postMessage(order)
    return this.#reply()
  }

  /** The process stays as long as an answer is due, and no longer for the store's sake. */
  #reply(): Promise<WriterReply> {
    this.#worker.ref()
    this.#waiting = deferred()
    return this.#waiting.promise
  }

  #take(): Deferred<WriterReply> | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#worker.unref()
    return waiting
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return
    this.#ended = reason
    this.#take()?.reject(new StoreError('what was given', reason))
    if (!this.#closing) this.#onEnd(reason)
  }
}

/** From sources a thread has to be told how to read TypeScript; what is published is JavaScript and needs nothing. */
function startThread(options: WorkerOptions): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  if (!isSource) return new Worker(new URL('./writer-thread.js', import.meta.url), { ...options, execArgv: [] })
  const entry = new URL('./writer-thread.ts', import.meta.url)
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const begin = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
  return new Worker(begin, { ...options, eval: true, execArgv: ['--conditions=@md/source'] })
}
