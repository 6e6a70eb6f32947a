import { MdError } from '@md/types'

/** A strategy that fails before it has begun: no waiting mends it. */
export class StrategyBeginError extends MdError {
  readonly code = 'STRATEGY_FAILED'
  readonly recovery = 'stop'

  constructor(strategy: string, botId: string, { cause }: { readonly cause: unknown }) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`strategy ${strategy} of bot ${botId} fails to begin: ${why}`, { strategy, botId }, { cause })
  }
}
