import type { Intent } from '../strategy/intent.ts'
import type { Connectivity } from '../strategy/strategy.ts'
import type { Bot, Untold } from './bot.ts'
import type { HookName } from './hook-runner.ts'

/** Answers to answers, so deep, are a strategy that answers itself; wide they may be, within reason. */
const DEEPEST = 100
const MOST = 100_000

interface FollowUp {
  readonly hook: HookName
  readonly input: unknown
}

export interface FollowUpParts {
  readonly bot: Pick<Bot, 'life' | 'untold'>
  readonly ask: (hook: HookName, input: unknown) => readonly Intent[]
  readonly act: (intent: Intent, hook: HookName) => void
  readonly onEndless: (hook: HookName) => void
}

/** Hooks that are due because of what the step has done so far: one after the other, never one inside another. */
export class FollowUps {
  readonly #parts: FollowUpParts
  /** Unset while nothing is due. */
  #due: FollowUp[] | undefined
  #running = false

  constructor(parts: FollowUpParts) {
    this.#parts = parts
  }

  add(hook: HookName, input: unknown): void {
    this.#due ??= []
    this.#due.push({ hook, input })
  }

  /** Like `add`; while the strategy is not asked it is kept, and told when it is asked again. */
  tell(hook: Untold['hook'], input: unknown): void {
    const { bot } = this.#parts
    if (bot.life.asksStrategy) this.add(hook, input)
    else bot.untold = [...bot.untold.filter((earlier) => !isOverruled(earlier, hook, input)), { hook, input }]
  }

  /** What was kept, in the order in which it happened. */
  release(): void {
    const { bot } = this.#parts
    const { untold } = bot
    bot.untold = []
    for (const { hook, input } of untold) this.add(hook, input)
    this.run()
  }

  /** Asks a hook at once, does what it answers, and then everything that came of it. */
  ask(hook: HookName, input?: unknown): void {
    this.#ask(hook, input)
    if (this.#due !== undefined) this.run()
  }

  run(): void {
    if (this.#running) return
    this.#running = true
    try {
      let asked = 0
      for (let depth = 1; this.#due !== undefined; depth++) {
        const due: readonly FollowUp[] = this.#due
        this.#due = undefined
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

/** Connections come and go for as long as a bot is paused, and only how one stands now is of use later. */
function isOverruled(earlier: Untold, hook: Untold['hook'], input: unknown): boolean {
  if (hook !== 'connectivity' || earlier.hook !== hook) return false
  const [before, now] = [earlier.input, input] as readonly [Connectivity, Connectivity]
  return before.source === now.source && before.exchange === now.exchange
}
