import { MdError } from '@md/types'

/** A link to Redis could not be made, or was lost. */
export class LinkError extends MdError {
  readonly code = 'REDIS_LINK'
  readonly recovery = 'reconnect'

  constructor(link: string, address: string, reason: string, cause?: unknown) {
    super(`${link} link to Redis at ${address}: ${reason}`, { link, address, reason }, { cause })
  }
}

/** Redis refused the name or the password. */
export class AccessRefusedError extends MdError {
  readonly code = 'REDIS_ACCESS_REFUSED'
  readonly recovery = 'stop'

  constructor(link: string, address: string, reason: string) {
    super(`Redis at ${address} refused the ${link} link: ${reason}; check username, password and ACL rules`, {
      link,
      address,
    })
  }
}

/** Bounded attempts to reach Redis are spent. */
export class RetriesSpentError extends MdError {
  readonly code = 'REDIS_RETRIES_SPENT'
  readonly recovery = 'stop'

  constructor(link: string, retries: number, reason: string) {
    super(`the ${link} link to Redis failed ${retries} times in a row, the last: ${reason}; connect() tries again`, {
      link,
      retries,
      reason,
    })
  }
}

/** `connect()` took too long. The bridge goes on trying. */
export class ConnectTimeoutError extends MdError {
  readonly code = 'REDIS_CONNECT_TIMEOUT'
  readonly recovery = 'reconnect'

  constructor(timeoutMs: number, reason: string) {
    super(`Redis was not reached within ${timeoutMs} ms (${reason}); the bridge goes on trying`, { timeoutMs, reason })
  }
}

/** Another process spreads its keys over another number of partitions. */
export class PartitionsDifferError extends MdError {
  readonly code = 'REDIS_PARTITIONS_DIFFER'
  readonly recovery = 'stop'

  constructor(prefix: string, ours: number, theirs: string) {
    super(
      `"${prefix}" in this Redis has ${theirs} partitions, this bridge was given ${ours}: use ${theirs}, or another keyPrefix`,
      { prefix, ours, theirs },
    )
  }
}

/** Redis did not answer a command in time, or answered with an error. */
export class CommandFailedError extends MdError {
  readonly code = 'REDIS_COMMAND_FAILED'
  readonly recovery = 'skip'

  constructor(command: string, reason: string, cause?: unknown) {
    super(`${command}: ${reason}`, { command, reason }, { cause })
  }
}

/** The bridge was disconnected before what was asked of it happened. */
export class BridgeClosedError extends MdError {
  readonly code = 'BRIDGE_CLOSED'
  readonly recovery = 'stop'

  constructor(what: string) {
    super(`${what} was given up: the bridge was disconnected`)
  }
}

/** A listener threw. */
export class ListenerError extends MdError {
  readonly code = 'LISTENER_THREW'
  readonly recovery = 'skip'

  constructor(type: string, cause: unknown) {
    super(
      `a listener of "${type}" threw: ${cause instanceof Error ? cause.message : String(cause)}`,
      { type },
      { cause },
    )
  }
}

/** Events that this bridge cannot carry had to be given up. */
export class EventsDroppedError extends MdError {
  readonly code = 'EVENTS_DROPPED'
  readonly recovery = 'skip'

  constructor(count: number, why: string) {
    super(`${count} events were given up: ${why}`, { count, why })
  }
}
