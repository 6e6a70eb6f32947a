export interface CircuitPolicy {
  /** Failures in a row that open it. Default 5. */
  readonly failures: number
  /** How long it is open the first time. Default 5 s. */
  readonly firstOpenMs: number
  /** Doubles with every trial that fails, up to this. Default 5 min. */
  readonly longestOpenMs: number
}

const CIRCUIT_POLICY: CircuitPolicy = { failures: 5, firstOpenMs: 5_000, longestOpenMs: 300_000 }

/** JSON. */
export interface CircuitSnapshot {
  readonly failuresInARow: number
  /** How often in a row it has opened, 0 while closed. */
  readonly openings: number
  /** When an order is let through to see, ms since the epoch; while closed undefined. */
  readonly retryAt?: number
  /** An order is on its way to see; another one follows when `retryAt` has passed without a word of it. */
  readonly trying?: boolean
  readonly lastFailure?: string
}

export interface CircuitStatus extends CircuitSnapshot {
  /** `half-open`: the next order, or the one on its way, is let through to see. */
  readonly state: 'closed' | 'open' | 'half-open'
}

const CLOSED: CircuitSnapshot = { failuresInARow: 0, openings: 0 }

/**
 * Stops a bot whose orders keep failing from trying for ever, and says when it will try again. Moved by engine time
 * alone, without chance, so a replay opens and closes it at the same orders.
 */
export class CircuitBreaker {
  readonly #policy: CircuitPolicy
  #is: CircuitSnapshot

  constructor(policy: Partial<CircuitPolicy> = {}, restored: CircuitSnapshot = CLOSED) {
    this.#policy = { ...CIRCUIT_POLICY, ...policy }
    this.#is = restored
  }

  /** Not undefined: no new exposure before that time. */
  openUntil(now: number): number | undefined {
    const { retryAt } = this.#is
    return retryAt !== undefined && now < retryAt ? retryAt : undefined
  }

  /** An order leaves. Of one that is let through to see, nothing follows until it is answered or has had its time. */
  left(now: number): void {
    const { retryAt } = this.#is
    if (retryAt === undefined || now < retryAt) return
    this.#is = { ...this.#is, retryAt: now + this.#openMs(), trying: true }
  }

  /** Whatever it was an answer to: the venue takes orders. */
  succeeded(): void {
    this.#is = CLOSED
  }

  failed(now: number, reason: string): void {
    const { openings, retryAt, trying = false } = this.#is
    const failuresInARow = this.#is.failuresInARow + 1
    this.#is = { ...this.#is, failuresInARow, lastFailure: reason }
    // While it is open, answers to orders from before say nothing new.
    const isTold = retryAt !== undefined && now < retryAt && !trying
    if (isTold || (retryAt === undefined && failuresInARow < this.#policy.failures)) return
    this.#is = { failuresInARow, openings: openings + 1, retryAt: now + this.#openMs(openings), lastFailure: reason }
  }

  status(now: number): CircuitStatus {
    const { retryAt, trying = false } = this.#is
    if (retryAt === undefined) return { ...this.#is, state: 'closed' }
    return { ...this.#is, state: trying || now >= retryAt ? 'half-open' : 'open' }
  }

  snapshot(): CircuitSnapshot {
    return this.#is
  }

  #openMs(openings = Math.max(0, this.#is.openings - 1)): number {
    const { firstOpenMs, longestOpenMs } = this.#policy
    return Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(openings, 60))
  }
}
