/**
 * Who acts on a failure.
 * `skip`: nobody, it is counted. `resync`: the book keeper. `reconnect`: the connection. `stop`: the caller.
 */
export type Recovery = 'skip' | 'resync' | 'reconnect' | 'stop'

export type ErrorContext = Readonly<Record<string, string | number | boolean>>

/** A failure as an event: safe to log, to serialise and to send on. Holds no secret. */
export interface ErrorReport {
  /** Stable, upper snake case: `UNKNOWN_SYMBOL`. */
  readonly code: string
  readonly message: string
  readonly recovery: Recovery
  readonly context: ErrorContext
}

/** Base of every error of the platform: a sentence with the particulars, and who acts on it. */
export abstract class MdError extends Error implements ErrorReport {
  abstract readonly code: string
  abstract readonly recovery: Recovery
  readonly context: ErrorContext

  constructor(message: string, context: ErrorContext = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.context = context
  }
}

/** A value from outside that cannot be used. Names the value and what is allowed instead. */
export class InvalidInputError extends MdError {
  readonly code = 'INVALID_INPUT'
  readonly recovery = 'stop'

  constructor(what: string, value: unknown, allowed: string) {
    super(`${what} ${shown(value)} cannot be used: ${allowed}`, { what, value: String(value) })
  }
}

/** Texts in quotes, objects as JSON where they have one, and NaN as NaN. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    // Circular, or with a bigint inside: its kind has to do.
    return Object.prototype.toString.call(value)
  }
}

/** An `ErrorReport` for anything that was thrown. Foreign errors are reported as `UNEXPECTED`, with recovery `stop`. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof MdError) {
    const { code, message, recovery, context } = error
    return { code, message, recovery, context }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'UNEXPECTED', message, recovery: 'stop', context: {} }
}
