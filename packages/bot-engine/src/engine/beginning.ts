import {
  type ExchangeId,
  type Instrument,
  InvalidInputError,
  type Market,
  MdError,
  type ReferenceData,
} from '@md/types'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { type AssemblyParts, assemble } from './assemble.ts'
import type { BotCore } from './bot-core.ts'
import { StrategyBeginError } from './errors.ts'

/** Whether no waiting will mend it. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof InvalidInputError ||
  error instanceof StrategyBeginError ||
  (error instanceof MdError && error.code.startsWith('STORE'))

/** What a strategy gets wrong before it has begun, no waiting will mend. @throws StrategyBeginError, InvalidInputError */
export function assembled(strategy: AnyStrategy, parts: Omit<AssemblyParts, 'strategy'>): BotCore {
  try {
    return assemble({ ...parts, strategy })
  } catch (cause) {
    if (cause instanceof MdError) throw cause
    const error = new StrategyBeginError(strategy.name, parts.config.botId, { cause })
    throw error
  }
}

/** Of those that the venue lists. */
export async function instrumentsOf(
  markets: readonly Market[],
  reference: ReferenceData,
): Promise<readonly Instrument[]> {
  const lists = new Map<ExchangeId, readonly Instrument[]>()
  for (const { exchange } of markets)
    if (!lists.has(exchange)) lists.set(exchange, await reference.instruments(exchange))
  return markets.flatMap(
    ({ exchange, symbol }) => lists.get(exchange)?.filter((instrument) => instrument.symbol === symbol) ?? [],
  )
}
