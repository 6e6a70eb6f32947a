import { type ExchangeId, MdError, reportOf } from '@md/types'

/** The exchange has a name here, but nothing that could speak to it. */
export class ExchangeNotAvailableError extends MdError {
  readonly code = 'EXCHANGE_NOT_AVAILABLE'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, available: readonly ExchangeId[]) {
    const registered = available.length === 0 ? 'none' : available.join(', ')
    super(
      `exchange "${exchange}" is known, not available: no adapter is registered for it (registered: ${registered})`,
      {
        exchange,
        registered,
      },
    )
  }
}

/** One more exchange would exceed `maxConnections`. */
export class ConnectionLimitError extends MdError {
  readonly code = 'CONNECTION_LIMIT'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, limit: number, connected: readonly ExchangeId[]) {
    super(`${exchange} cannot be connected: maxConnections is ${limit} and ${connected.join(', ')} use all of them`, {
      exchange,
      limit,
      connected: connected.join(', '),
    })
  }
}

/** The exchange failed too often in a row and is left alone for a while. */
export class CircuitOpenError extends MdError {
  readonly code = 'CIRCUIT_OPEN'
  readonly recovery = 'stop'
  /** When the next call will be let through, ms since the epoch. */
  readonly retryAt: number

  constructor(exchange: ExchangeId, { failures, retryAt, retryInMs, lastError }: CircuitOpenDetails) {
    super(
      `${exchange} failed ${failures} times in a row (last: ${lastError}) and will be tried again in ${Math.ceil(retryInMs)} ms`,
      { exchange, failures, retryAt, lastError },
    )
    this.retryAt = retryAt
  }
}

export interface CircuitOpenDetails {
  readonly failures: number
  /** ms since the epoch */
  readonly retryAt: number
  readonly retryInMs: number
  readonly lastError: string
}

/** The subscription was released, or its exchange disconnected, before the exchange answered. */
export class AbandonedError extends MdError {
  readonly code = 'ABANDONED'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, what: string, reason: string) {
    super(`${what} on ${exchange} was given up before it was answered: ${reason}`, { exchange, what, reason })
  }
}

/** Whether something failed only because it was given up on purpose, here or in the adapter. */
export const isAbandoned = (error: unknown): boolean => reportOf(error).code === 'ABANDONED'

/** The exchange's adapter has no reference data, or there is no adapter in this process. */
export class ReferenceDataUnavailableError extends MdError {
  readonly code = 'NO_REFERENCE_DATA'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, what: string) {
    super(`${what} of ${exchange} cannot be had: its adapter has no reference data`, { exchange, what })
  }
}

/** A consumer's listener threw, or its promise was rejected. */
export class ListenerFailedError extends MdError {
  readonly code = 'LISTENER_FAILED'
  readonly recovery = 'skip'

  constructor(eventType: string, failures: number, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause)
    super(
      `a listener of ${eventType} failed (${failures} times so far): ${message}`,
      { eventType, failures },
      { cause },
    )
  }
}

/** The exchange did not do what it was asked, and nobody is waiting to hear it. */
export class UnsubscribeFailedError extends MdError {
  readonly code = 'UNSUBSCRIBE_FAILED'
  readonly recovery = 'skip'

  constructor(exchange: ExchangeId, subscription: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`${exchange} could not be told to end ${subscription}: ${reason}`, { exchange, subscription }, { cause })
  }
}

/** An adapter's own promise to disconnect was not kept in time. */
export class DisconnectTimeoutError extends MdError {
  readonly code = 'DISCONNECT_TIMEOUT'
  readonly recovery = 'skip'

  constructor(exchange: ExchangeId, timeoutMs: number) {
    super(`${exchange} did not close within ${timeoutMs} ms`, { exchange, timeoutMs })
  }
}
