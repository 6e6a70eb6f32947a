import type { Input } from './input.ts'
import type { BotOptions } from './options.ts'

/** A strategy that is slow now and then is reported, one that always is holds up every bot of the process and ends. */
export class SlowHooks {
  readonly #options: BotOptions
  readonly #post: (input: Input) => void
  #inARow = 0
  #lastAt = 0

  constructor({ options, post }: { readonly options: BotOptions; readonly post: (input: Input) => void }) {
    this.#options = options
    this.#post = post
  }

  readonly onSlow = (hook: string, tookMs: number): void => {
    const { clock, id, logger, maxSlowHooks = 20, slowHookMs = 50 } = this.#options
    const now = clock.monotonic()
    this.#inARow = now - this.#lastAt < 60_000 ? this.#inARow + 1 : 1
    this.#lastAt = now
    logger.warn({ botId: id, hook, tookMs: Math.round(tookMs), limitMs: slowHookMs }, 'a hook is slow')
    if (this.#inARow !== maxSlowHooks) return
    const reason = `${maxSlowHooks} hooks within a minute of each other took longer than ${slowHookMs} ms`
    this.#post({ type: 'command', command: 'fail', reason })
  }
}
