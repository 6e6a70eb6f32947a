import { MdError } from '@md/types'

/** Redis answered with an error: `MOVED 1 127.0.0.1:7001`, `READONLY …`. */
export class RedisReplyError extends MdError {
  readonly code = 'REDIS_REPLY'
  readonly recovery = 'stop'
}
