import type { Intent } from '../strategy/intent.ts'
import type { HookName } from './hook-runner.ts'

/** Answers to answers, so deep, are a strategy that answers itself; wide they may be, within reason. */
const DEEPEST = 100
const MOST = 100_000

interface FollowUp {
  readonly hook: HookName
  readonly input: unknown
}

export interface FollowUpParts {
  readonly ask: (hook: HookName, input: unknown) => readonly Intent[]
  readonly act: (intent: Intent, hook: HookName) => void
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
    this.#ask(hook, input)
    if (this.#due.length > 0) this.run()
  }

  run(): void {
    if (this.#running) return
    this.#running = true
    try {
      let asked = 0
      for (let depth = 1; this.#due.length > 0; depth++) {
        const due = this.#due
        this.#due = []
        asked += due.length
        if (depth > DEEPEST || asked > MOST) {
          const [{ hook } = { hook: 'order' as const }] = due
          this.#parts.onEndless(hook)
          return
        }
        for (const { hook, input } of due) this.#ask(hook, input)
      }
    } finally {
      this.#running = false
    }
  }

  #ask(hook: HookName, input: unknown): void {
    const { act, ask } = this.#parts
    for (const intent of ask(hook, input)) act(intent, hook)
  }
}
