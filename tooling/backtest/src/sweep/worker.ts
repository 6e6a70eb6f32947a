import { parentPort, workerData } from 'node:worker_threads'
import { prepare } from '../run-setup.ts'
import type { Setup } from '../setup.ts'
import { type Job, perform } from './job.ts'

// It is started with a setup by `pool.ts`, and by nobody else.
const prepared = prepare(workerData as Setup)

parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await perform(await prepared, job))
})
