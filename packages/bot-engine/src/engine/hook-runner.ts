import { InvalidInputError, reportOf } from '@md/types'
import type { Answer, Hooks } from '../strategy/strategy.ts'
import type { LiveContext } from './bot-context.ts'

type AnyHooks = Hooks<unknown, unknown, unknown>
export type HookName = keyof AnyHooks

export interface HookFailure {
  readonly hook: HookName
  readonly message: string
}

export interface HookRunnerParts {
  readonly hooks: AnyHooks
  readonly context: LiveContext
  readonly monotonic: () => number
  /** How long a hook may take, ms: it holds up every other bot of the process. */
  readonly slowAfterMs: number
  readonly onFailure: (failure: HookFailure) => void
  readonly onSlow: (hook: HookName, tookMs: number) => void
}

/** Calls one hook at a time, and keeps what it throws to its own bot. */
export class HookRunner {
  readonly #hooks: AnyHooks
  readonly #context: LiveContext
  readonly #monotonic: () => number
  readonly #slowAfterMs: number
  readonly #onFailure: HookRunnerParts['onFailure']
  readonly #onSlow: HookRunnerParts['onSlow']
  calls = 0
  slow = 0

  constructor({ context, hooks, monotonic, onFailure, onSlow, slowAfterMs }: HookRunnerParts) {
    this.#hooks = hooks
    this.#context = context
    this.#monotonic = monotonic
    this.#slowAfterMs = slowAfterMs
    this.#onFailure = onFailure
    this.#onSlow = onSlow
  }

  has(hook: HookName): boolean {
    return this.#hooks[hook] !== undefined
  }

  run(hook: HookName, input?: unknown): Answer {
    const call = this.#hooks[hook] as ((context: LiveContext, input: unknown) => Answer) | undefined
    if (call === undefined) return undefined
    this.calls += 1
    const startedAt = this.#monotonic()
    try {
      const answer = call.call(this.#hooks, this.#context, input)
      if (!isThenable(answer)) return answer
      // What became of it later would be told outside of any step; the promise alone is enough to end the strategy.
      answer.then(undefined, () => undefined)
      throw new InvalidInputError(`answer of ${hook}`, 'a promise', 'hooks are synchronous, and return intents')
    } catch (error) {
      this.#onFailure({ hook, message: reportOf(error).message })
      return undefined
    } finally {
      const tookMs = this.#monotonic() - startedAt
      if (tookMs > this.#slowAfterMs) {
        this.slow += 1
        this.#onSlow(hook, tookMs)
      }
    }
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
