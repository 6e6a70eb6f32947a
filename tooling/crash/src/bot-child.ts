import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BotPlan } from './bot/plan.ts'
import type { Word } from './bot/report.ts'

const PROGRAM = fileURLToPath(new URL('./bot/bot-process.ts', import.meta.url))
const EXEC_ARGS = ['--import', 'tsx', '--conditions=@md/source']

export interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A process of bots. It is loaded at once, and begins when it is told to. */
export class BotChild {
  readonly words: Word[] = []
  readonly ended: Promise<End>
  readonly #child: ChildProcess
  #errors = ''

  constructor() {
    this.#child = fork(PROGRAM, { execArgv: EXEC_ARGS, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child.on('message', (word: Word) => this.words.push(word))
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#errors += data
    })
    this.ended = once(this.#child, 'close').then(([code, signal]) => ({ code, signal }))
  }

  /** What it wrote where errors go. */
  get errors(): string {
    return this.#errors.trim()
  }

  begin(plan: BotPlan): void {
    this.#child.send(plan)
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  hasSaid(kind: Word['kind']): boolean {
    return this.words.some((word) => word.kind === kind)
  }
}
