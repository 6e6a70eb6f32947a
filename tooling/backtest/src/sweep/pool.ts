import { Worker } from 'node:worker_threads'
import type { Setup } from '../setup.ts'
import type { Job, JobOutcome } from './job.ts'

export interface PoolOptions {
  readonly setup: Setup
  readonly workers: number
  readonly signal: AbortSignal
  onOutcome(outcome: JobOutcome): void
}

/** A thread has to be told how to read TypeScript. */
function startThread(setup: Setup): Worker {
  const [loader, entry] = [import.meta.resolve('tsx/esm/api'), new URL('./worker.ts', import.meta.url).href].map(
    (url) => JSON.stringify(url),
  )
  const begin = `import(${loader}).then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(begin, { eval: true, workerData: setup, execArgv: ['--conditions=@md/source'] })
}

/** Does every job, as many at a time as there are workers. Which worker does which job makes no difference. */
export async function performAll(jobs: readonly Job[], options: PoolOptions): Promise<void> {
  const queue = [...jobs]
  const threads = Array.from({ length: Math.min(options.workers, jobs.length) }, () => runThread(queue, options))
  await Promise.all(threads)
}

async function runThread(queue: Job[], { onOutcome, setup, signal }: PoolOptions): Promise<void> {
  const worker = startThread(setup)
  try {
    for (let job = queue.shift(); job !== undefined && !signal.aborted; job = queue.shift())
      onOutcome(await answer(worker, job, signal))
  } finally {
    await worker.terminate()
  }
}

/** The listeners are taken away one by one: the worker has some of its own. */
const answer = (worker: Worker, job: Job, signal: AbortSignal): Promise<JobOutcome> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', answered).off('error', failed).off('exit', ended)
      signal.removeEventListener('abort', abandoned)
    }
    const answered = (outcome: JobOutcome): void => {
      settle()
      resolve(outcome)
    }
    const failed = (error: Error): void => {
      settle()
      reject(error)
    }
    const ended = (code: number): void => failed(new Error(`a worker of the sweep ended (${code})`))
    const abandoned = (): void => failed(new Error('the sweep was stopped'))
    worker.on('message', answered).on('error', failed).on('exit', ended)
    signal.addEventListener('abort', abandoned)
    worker.postMessage(job)
  })
