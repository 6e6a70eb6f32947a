/**
 * `degraded`: no new exposure, positions guarded; it recovers by itself.
 * `paused`: the strategy is not asked, positions guarded, until resumed.
 * `failed`: the strategy is not asked any more; positions are treated by the bot's policy.
 */
export type LifeState =
  | 'created'
  | 'initializing'
  | 'running'
  | 'paused'
  | 'degraded'
  | 'failed'
  | 'stopping'
  | 'stopped'

export interface LifeChange {
  readonly from: LifeState
  readonly to: LifeState
  readonly reason: string
  /** Engine time, ms since the epoch. */
  readonly at: number
}

/** Why the feed, a venue or the bot's own history cannot be relied on at the moment, by what is wrong. */
export type Trouble =
  | 'store'
  | 'reconciliation'
  | `feed ${string}`
  | `venue ${string}`
  | `price ${string}`
  | `book ${string}`

const ENDING: ReadonlySet<LifeState> = new Set<LifeState>(['stopping', 'stopped'])

/** Where a bot stands. Pausing outlasts trouble, failing outlasts both; an operator ends either. */
export class Life {
  #state: LifeState = 'created'
  #begun = false
  #paused: string | undefined
  #failed: string | undefined
  readonly #troubles = new Map<Trouble, string>()
  readonly #changed: (change: Omit<LifeChange, 'at'>) => void

  constructor(changed: (change: Omit<LifeChange, 'at'>) => void) {
    this.#changed = changed
  }

  get state(): LifeState {
    return this.#state
  }

  /** New exposure is refused for it; `undefined`: nothing is wrong. */
  get trouble(): string | undefined {
    if (this.#troubles.size === 0) return undefined
    return [...this.#troubles.values()].join('; ')
  }

  get isTroubled(): boolean {
    return this.#troubles.size > 0
  }

  /** The strategy is asked. In trouble it is: what it wants is refused where it would add exposure. */
  get asksStrategy(): boolean {
    return this.#state === 'running' || this.#state === 'degraded'
  }

  /** Barriers are watched in every state in which orders can leave. */
  get guardsPositions(): boolean {
    return this.asksStrategy || this.#state === 'paused' || this.#state === 'failed'
  }

  initialize(reason: string): void {
    if (this.#state === 'created') this.#become('initializing', reason)
  }

  /** From `initializing` to wherever the bot stands. */
  begin(reason: string): void {
    this.#begun = true
    this.#settle(reason)
  }

  /** Returns whether it is news. */
  suffer(trouble: Trouble, reason: string): boolean {
    if (this.#troubles.get(trouble) === reason) return false
    const isNew = !this.#troubles.has(trouble)
    this.#troubles.set(trouble, reason)
    this.#settle(reason)
    return isNew
  }

  recover(trouble: Trouble, reason: string): boolean {
    if (!this.#troubles.delete(trouble)) return false
    this.#settle(reason)
    return true
  }

  pause(reason: string): void {
    this.#paused = reason
    this.#settle(reason)
  }

  /** Whoever resumes a bot that failed has seen to it that it will not again. */
  resume(reason: string): void {
    this.#paused = undefined
    this.#failed = undefined
    this.#settle(reason)
  }

  fail(reason: string): void {
    this.#failed = reason
    this.#settle(reason)
  }

  stop(reason: string): void {
    if (this.#state !== 'stopped') this.#become('stopping', reason)
  }

  stopped(reason: string): void {
    this.#become('stopped', reason)
  }

  get pausedBecause(): string | undefined {
    return this.#paused
  }

  get failedBecause(): string | undefined {
    return this.#failed
  }

  #settle(reason: string): void {
    if (!this.#begun || ENDING.has(this.#state)) return
    if (this.#failed !== undefined) this.#become('failed', reason)
    else if (this.#paused !== undefined) this.#become('paused', reason)
    else this.#become(this.#troubles.size > 0 ? 'degraded' : 'running', reason)
  }

  #become(to: LifeState, reason: string): void {
    const from = this.#state
    if (from === to) return
    this.#state = to
    this.#changed({ from, to, reason })
  }
}
