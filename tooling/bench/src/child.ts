import { type ChildProcess, fork } from 'node:child_process'
import { systemClock } from '@md/runtime'
import { reportOf } from '@md/types'

/** A call that takes longer than this has failed, unless told otherwise; ms. */
const LIMIT_MS = 300_000

type Answer = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly reason: string }

/** A process of the bench that does one thing after another. `Calls` says what it can be asked, and what it answers. */
export class Child<Calls extends { readonly [K in keyof Calls]: readonly [asked: unknown, answered: unknown] }> {
  readonly #process: ChildProcess
  readonly #name: string
  readonly #limitMs: number

  constructor(file: URL, limitMs = LIMIT_MS) {
    this.#limitMs = limitMs
    this.#name = file.pathname.split('/').at(-1) ?? ''
    this.#process = fork(file, { execArgv: [...process.execArgv, '--expose-gc'] })
  }

  /** Rejects when it fails, is late, or the process ends. */
  ask<K extends keyof Calls & string>(what: K, asked: Calls[K][0]): Promise<Calls[K][1]> {
    const child = this.#process
    return new Promise((resolve, reject) => {
      const fail = (why: string) => settle(() => reject(new Error(`${this.#name} ${why} (${what})`)))
      const cancel = systemClock.after(this.#limitMs, () => fail('takes too long'))
      const answered = (answer: Answer) =>
        answer.ok ? settle(() => resolve(answer.result as Calls[K][1])) : fail(`failed: ${answer.reason}`)
      const ended = (code: number | null) => fail(`ended with ${code}`)
      const settle = (how: () => void) => {
        cancel()
        child.off('message', answered)
        child.off('exit', ended)
        how()
      }
      child.on('message', answered)
      child.once('exit', ended)
      child.send({ what, asked })
    })
  }

  end(): void {
    this.#process.kill('SIGKILL')
  }
}

/** The other side: answers what the parent asks, in its order. */
export function answering<Calls extends { readonly [K in keyof Calls]: readonly [asked: unknown, answered: unknown] }>(
  answers: { readonly [K in keyof Calls]: (asked: Calls[K][0]) => Promise<Calls[K][1]> | Calls[K][1] },
): void {
  const tell = (answer: Answer) => process.send?.(answer)
  process.on('message', ({ what, asked }: { readonly what: keyof Calls; readonly asked: never }) => {
    Promise.resolve()
      .then(() => answers[what](asked))
      .then(
        (result) => tell({ ok: true, result }),
        (error: unknown) => tell({ ok: false, reason: reportOf(error).message }),
      )
  })
  // Whoever started it is gone.
  process.once('disconnect', () => process.exit(0))
}
