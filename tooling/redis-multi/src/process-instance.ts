import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import type { Instance, InstanceOptions, InstanceReport, Pace } from './instance.ts'

export type Call =
  | { readonly kind: 'start'; readonly options: InstanceOptions }
  | { readonly kind: 'publish'; readonly pace: Pace }
  | { readonly kind: 'report' }
  | { readonly kind: 'stop' }

export type Answer =
  | { readonly kind: 'done'; readonly report?: InstanceReport }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'note'; readonly line: string }

const FAREWELL_MS = 5_000

/** An instance in a process of its own. Calls are answered one after another. */
export class ProcessInstance implements Instance {
  readonly #options: InstanceOptions
  readonly #child: ChildProcess
  readonly #note: (line: string) => void

  constructor(options: InstanceOptions, note: (line: string) => void) {
    this.#options = options
    this.#note = note
    this.#child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)))
    this.#child.on('message', (answer: Answer) => {
      if (answer.kind === 'note') this.#note(answer.line)
    })
  }

  async start(): Promise<void> {
    await this.#call({ kind: 'start', options: this.#options })
  }

  async publish(pace: Pace): Promise<void> {
    await this.#call({ kind: 'publish', pace })
  }

  async report(): Promise<InstanceReport> {
    const report = await this.#call({ kind: 'report' })
    if (report === undefined) throw new Error(`process ${this.#child.pid} reports nothing`)
    return report
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    const cancel = systemClock.after(FAREWELL_MS, () => this.#child.kill('SIGKILL'))
    if (this.#child.connected) this.#child.send({ kind: 'stop' } satisfies Call)
    await gone
    cancel()
  }

  #call(call: Call): Promise<InstanceReport | undefined> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        child.off('message', answered)
        child.off('exit', ended)
      }
      const answered = (answer: Answer): void => {
        if (answer.kind === 'note') return
        settle()
        if (answer.kind === 'done') resolve(answer.report)
        else reject(new Error(answer.reason))
      }
      const ended = (code: number | null): void => {
        settle()
        reject(new Error(`process ${child.pid} of instance ${this.#options.index} ended (${code})`))
      }
      child.on('message', answered)
      child.once('exit', ended)
      if (child.connected) child.send(call)
      else ended(child.exitCode)
    })
  }
}
