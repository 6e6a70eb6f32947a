import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import type { Answer, Call, Outcome, WorkerReport } from './calls.ts'

/** A call that takes longer than this, and what it is to take, has failed; ms. */
const LIMIT_MS = 60_000

/** A performer in a process of its own. */
export class Worker {
  readonly #child: ChildProcess

  constructor() {
    const file = fileURLToPath(new URL('./performer-process.ts', import.meta.url))
    this.#child = fork(file, { execArgv: [...process.execArgv, '--expose-gc'] })
  }

  /** Rejects when it fails, is late, or its process ends. */
  call(call: Call): Promise<Outcome> {
    const child = this.#child
    const limitMs = LIMIT_MS + (call.kind === 'pace' ? call.seconds * 3_000 : 0)
    return new Promise((resolve, reject) => {
      const cancel = systemClock.after(limitMs, () => settle(() => reject(new Error(`${call.kind} takes too long`))))
      const answered = (answer: Answer) =>
        settle(() => (answer.kind === 'done' ? resolve(answer.outcome) : reject(new Error(answer.reason))))
      const ended = (code: number | null) => settle(() => reject(new Error(`ended (${code}) during ${call.kind}`)))
      const settle = (how: () => void) => {
        cancel()
        child.off('message', answered)
        child.off('exit', ended)
        how()
      }
      child.on('message', answered)
      child.once('exit', ended)
      child.send(call)
    })
  }

  async report(): Promise<WorkerReport> {
    const { report } = await this.call({ kind: 'report' })
    if (report === undefined) throw new Error('a process of the bench reports nothing')
    return report
  }

  end(): void {
    this.#child.kill('SIGKILL')
  }
}
