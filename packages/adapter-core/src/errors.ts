import { type ChannelRequest, type ExchangeId, MdError, requestKey } from '@md/types'

/** The venue does not list this symbol. */
export class UnknownSymbolError extends MdError {
  readonly code = 'UNKNOWN_SYMBOL'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, symbol: string, similar: readonly string[]) {
    const hint = similar.length === 0 ? '' : `; did you mean ${similar.join(', ')}?`
    super(`${exchange} does not list ${JSON.stringify(symbol)}${hint}`, { exchange, symbol })
  }
}

/** The venue declined a subscription. `retryMs`: it will be asked for again, since it worked before. */
export class SubscriptionRefusedError extends MdError {
  readonly code = 'SUBSCRIPTION_REFUSED'
  readonly recovery: 'resync' | 'stop'

  constructor(exchange: ExchangeId, request: ChannelRequest, reason: string, retryMs?: number) {
    const subscription = requestKey(request)
    const next = retryMs === undefined ? '' : `; it is asked for again in ${retryMs} ms`
    const retry = retryMs === undefined ? {} : { retryMs }
    super(`${exchange} refused ${subscription}: ${reason}${next}`, { exchange, subscription, reason, ...retry })
    this.recovery = retryMs === undefined ? 'stop' : 'resync'
  }
}

/** The venue did not answer a request. */
export class NotAcknowledgedError extends MdError {
  readonly code = 'NOT_ACKNOWLEDGED'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, request: ChannelRequest, timeoutMs: number) {
    const subscription = requestKey(request)
    super(`${exchange} did not answer ${subscription} within ${timeoutMs} ms`, { exchange, subscription, timeoutMs })
  }
}

/** The adapter was disconnected, or the subscription given up, before what was waited for happened. */
export class AbandonedError extends MdError {
  readonly code = 'ABANDONED'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, what: string) {
    super(`${what} was given up before ${exchange} answered`, { exchange })
  }
}

/** A socket ended by itself. */
export class ConnectionLostError extends MdError {
  readonly code = 'CONNECTION_LOST'
  readonly recovery = 'reconnect'

  constructor(exchange: ExchangeId, reason: string) {
    super(`${exchange} connection lost: ${reason}`, { exchange, reason })
  }
}

/** Bounded attempts to reconnect are spent. */
export class AttemptsSpentError extends MdError {
  readonly code = 'ATTEMPTS_SPENT'
  readonly recovery = 'stop'

  constructor(exchange: ExchangeId, attempts: number, reason: string) {
    super(`${exchange} could not be reached in ${attempts} attempts, the last: ${reason}`, {
      exchange,
      attempts,
      reason,
    })
  }
}

/** A REST request failed, or its answer has the wrong shape. `retryAfterMs`: the venue said when to come back. */
export class RestError extends MdError {
  readonly code = 'REST_FAILED'
  readonly recovery = 'skip'
  readonly retryAfterMs: number | undefined

  constructor(path: string, reason: string, { status = 0, retryAfterMs, cause }: RestErrorDetails = {}) {
    super(`GET ${path}: ${reason}`, { path, status }, cause === undefined ? undefined : { cause })
    this.retryAfterMs = retryAfterMs
  }
}

interface RestErrorDetails {
  /** HTTP status; 0 when there was no answer. */
  readonly status?: number
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** A consumer's listener threw, or its promise was rejected. */
export class ListenerFailedError extends MdError {
  readonly code = 'LISTENER_FAILED'
  readonly recovery = 'skip'

  constructor(eventType: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause)
    super(`a listener of ${eventType} failed: ${message}`, { eventType }, { cause })
  }
}

/** A book can no longer be trusted and is being rebuilt. */
export class BookSuspectError extends MdError {
  readonly code = 'BOOK_SUSPECT'
  readonly recovery = 'resync'

  constructor(exchange: ExchangeId, symbol: string, reason: string) {
    super(`${exchange} ${symbol} book: ${reason}`, { exchange, symbol, reason })
  }
}

/** The venue's side of a subscription is quiet for longer than its channel usually is. */
export class SilentSubscriptionError extends MdError {
  readonly code = 'SILENT_SUBSCRIPTION'
  readonly recovery = 'resync'

  constructor(exchange: ExchangeId, subscription: string, silentMs: number, action: string) {
    super(`${exchange} ${subscription} has been silent for ${Math.round(silentMs)} ms: ${action}`, {
      exchange,
      subscription,
      silentMs: Math.round(silentMs),
      action,
    })
  }
}
