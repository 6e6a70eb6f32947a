import { MdError } from '@md/types'

/** There is no program of that name to start. */
export class RedisMissingError extends MdError {
  readonly code = 'REDIS_MISSING'
  readonly recovery = 'stop'

  constructor(binary: string, cause?: unknown) {
    super(
      `these tests start their own Redis, and there is no "${binary}" on the PATH: install it with ` +
        '"apt-get install redis-server" (Debian, Ubuntu), "dnf install redis" (Fedora), "brew install redis" (macOS), ' +
        'or pass the option `binary`',
      { binary },
      { cause },
    )
  }
}

/** Redis was started and did not get ready. Carries the last lines that it logged. */
export class RedisFailedToStartError extends MdError {
  readonly code = 'REDIS_FAILED_TO_START'
  readonly recovery = 'stop'

  constructor(binary: string, port: number, log: string, cause?: unknown) {
    const reason = cause instanceof Error ? cause.message : 'it ended'
    super(`${binary} did not start on port ${port}: ${reason}\n${log}`, { binary, port }, { cause })
  }
}

/** Somebody else listens on the port. */
export class RedisPortTakenError extends MdError {
  readonly code = 'REDIS_PORT_TAKEN'
  readonly recovery = 'stop'

  constructor(port: number, cause?: unknown) {
    super(
      `Redis cannot listen on port ${port}, which is taken: name another, or none to get a free one`,
      { port },
      { cause },
    )
  }
}

/** The process is not there any more. */
export class RedisGoneError extends MdError {
  readonly code = 'REDIS_GONE'
  readonly recovery = 'stop'

  constructor(port: number) {
    super(`the Redis of port ${port} has ended`, { port })
  }
}
