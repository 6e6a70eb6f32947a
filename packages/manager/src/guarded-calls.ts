import type { ExchangeId } from '@md/types'
import { type CircuitBreaker, verdictOf } from './circuit-breaker.ts'
import { CircuitOpenError } from './errors.ts'

export interface GuardedCallsOptions {
  readonly exchange: ExchangeId
  readonly breaker: CircuitBreaker
  /** A call failed, and not through the caller's fault. */
  readonly onFailure: () => void
}

/** Calls to one exchange, as far as its circuit lets them through. */
export class GuardedCalls {
  readonly #options: GuardedCallsOptions

  constructor(options: GuardedCallsOptions) {
    this.#options = options
  }

  /** Rejects with a `CircuitOpenError`, without calling, while the circuit is open. */
  async run(call: () => Promise<void>): Promise<void> {
    const { breaker, exchange } = this.#options
    const refusal = breaker.admit()
    if (refusal !== undefined) throw new CircuitOpenError(exchange, refusal)
    try {
      await call()
      breaker.succeeded()
    } catch (error) {
      this.#judge(error)
      throw error
    }
  }

  #judge(error: unknown): void {
    const { breaker, onFailure } = this.#options
    switch (verdictOf(error)) {
      case 'works':
        breaker.succeeded()
        break
      case 'nothing':
        breaker.withdrawn()
        break
      case 'fails':
        onFailure()
        breaker.failed(error)
    }
  }
}
