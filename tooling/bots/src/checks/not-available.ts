import { AVAILABLE_EXCHANGES } from '@md/service'
import { isExchangeId } from '@md/types'

/** `undefined`: there is an adapter for it, or nobody has heard of it. */
export function notAvailable(exchange: unknown): string | undefined {
  if (typeof exchange !== 'string' || !isExchangeId(exchange)) return undefined
  if (AVAILABLE_EXCHANGES.some((one) => one === exchange)) return undefined
  return `it is known, but not available here: there are ${AVAILABLE_EXCHANGES.join(', ')}`
}
