import { type Clock, reportOf } from '@md/types'
import { type CircuitOpenDetails, isAbandoned } from './errors.ts'

export interface CircuitBreakerPolicy {
  /** Failures in a row that open the circuit. */
  readonly failures: number
  /** How long it stays open, in ms. */
  readonly openMs: number
}

/** `open`: calls fail at once. `half-open`: one call is let through to see. */
export type CircuitState = 'closed' | 'open' | 'half-open'

export interface CircuitStatus {
  readonly state: CircuitState
  readonly failuresInARow: number
  /** How often it has opened. */
  readonly opened: number
  /** When the next call is let through, ms since the epoch; `undefined` while closed. */
  readonly retryAt: number | undefined
  /** Since when it has not been closed, ms since the epoch. */
  readonly since: number | undefined
}

/** Codes of failures that are the caller's doing: the exchange, or its adapter, did answer. */
const REFUSALS = new Set(['INVALID_INPUT', 'UNKNOWN_SYMBOL', 'SUBSCRIPTION_REFUSED'])

/** What a settled call says of the exchange: it works, it fails, or nothing. */
export function verdictOf(error: unknown): 'works' | 'fails' | 'nothing' {
  if (isAbandoned(error)) return 'nothing'
  return REFUSALS.has(reportOf(error).code) ? 'works' : 'fails'
}

/** Spares an exchange that keeps failing, and its callers the wait. Closed again by the first call that succeeds. */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy
  readonly #clock: Clock
  #failuresInARow = 0
  #opened = 0
  #lastError = ''
  /** Monotonic time from which one call is let through; `undefined`: closed. */
  #tryFrom: number | undefined
  #since: number | undefined
  #trying = false

  constructor(policy: CircuitBreakerPolicy, clock: Clock) {
    this.#policy = policy
    this.#clock = clock
  }

  /** Lets one call through (`undefined`), or says why not. A call let through must be followed by one of the others. */
  admit(): CircuitOpenDetails | undefined {
    if (this.#tryFrom === undefined) return undefined
    const retryInMs = this.#tryFrom - this.#clock.monotonic()
    if (retryInMs <= 0) {
      this.#trying = true
      // Should the trial never settle, another one follows.
      this.#tryFrom = this.#clock.monotonic() + this.#policy.openMs
      return undefined
    }
    const retryAt = this.#clock.now() + retryInMs
    return { failures: this.#failuresInARow, retryAt, retryInMs, lastError: this.#lastError }
  }

  succeeded(): void {
    this.#failuresInARow = 0
    this.#tryFrom = undefined
    this.#since = undefined
    this.#trying = false
  }

  failed(error: unknown): void {
    this.#failuresInARow += 1
    this.#lastError = reportOf(error).message
    const late = this.#tryFrom !== undefined && !this.#trying
    if (late || this.#failuresInARow < this.#policy.failures) return

    this.#since ??= this.#clock.now()
    this.#tryFrom = this.#clock.monotonic() + this.#policy.openMs
    this.#trying = false
    this.#opened += 1
  }

  /** The call ended without saying anything of the exchange. */
  withdrawn(): void {
    if (!this.#trying) return
    this.#trying = false
    this.#tryFrom = this.#clock.monotonic()
  }

  status(): CircuitStatus {
    const wait = this.#tryFrom === undefined ? undefined : Math.max(0, this.#tryFrom - this.#clock.monotonic())
    return {
      state: this.#state(wait),
      failuresInARow: this.#failuresInARow,
      opened: this.#opened,
      retryAt: wait === undefined ? undefined : this.#clock.now() + wait,
      since: this.#since,
    }
  }

  #state(wait: number | undefined): CircuitState {
    if (wait === undefined) return 'closed'
    return this.#trying || wait === 0 ? 'half-open' : 'open'
  }
}
