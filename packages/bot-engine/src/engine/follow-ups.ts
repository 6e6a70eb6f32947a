import type { Intent } from '../strategy/intent.ts'
import type { Answer } from '../strategy/strategy.ts'
import type { HookName } from './hook-runner.ts'

/** More than this in one step is a strategy that answers itself. */
const LIMIT = 1_000

interface FollowUp {
  readonly hook: HookName
  readonly input: unknown
}

export interface FollowUpParts {
  readonly ask: (hook: HookName, input: unknown) => Answer
  readonly act: (intent: Intent) => void
  readonly onEndless: (hook: HookName) => void
}

/** Hooks that are due because of what the step has done so far: one after the other, never one inside another. */
export class FollowUps {
  readonly #parts: FollowUpParts
  #due: FollowUp[] = []
  #running = false

  constructor(parts: FollowUpParts) {
    this.#parts = parts
  }

  add(hook: HookName, input: unknown): void {
    this.#due.push({ hook, input })
  }

  /** Asks a hook at once, does what it answers, and then everything that came of it. */
  ask(hook: HookName, input?: unknown): void {
    this.#act(this.#parts.ask(hook, input))
    if (this.#due.length > 0) this.run()
  }

  run(): void {
    if (this.#running) return
    this.#running = true
    try {
      let done = 0
      for (let next = this.#due.shift(); next !== undefined; next = this.#due.shift()) {
        done += 1
        if (done > LIMIT) {
          this.#due = []
          this.#parts.onEndless(next.hook)
          return
        }
        this.#act(this.#parts.ask(next.hook, next.input))
      }
    } finally {
      this.#running = false
    }
  }

  #act(answer: Answer): void {
    if (answer === undefined) return
    if (isMany(answer)) for (const intent of answer) this.#parts.act(intent)
    else this.#parts.act(answer)
  }
}

const isMany = (answer: Intent | readonly Intent[]): answer is readonly Intent[] => Array.isArray(answer)
