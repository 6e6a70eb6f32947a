import { EXCHANGES, InvalidInputError, isExchangeId } from '@md/types'
import { AVAILABLE, type AvailableExchange } from './adapters.ts'

/** @throws InvalidInputError naming `what` was given, and those there are */
export function toExchange(what: string, name: string): AvailableExchange {
  const lower = name.toLowerCase()
  const found = AVAILABLE.find((exchange) => exchange === lower)
  if (found !== undefined) return found
  const known = isExchangeId(lower) ? 'known, not available; ' : ''
  throw new InvalidInputError(what, name, `${known}there are ${AVAILABLE.join(', ')} (of ${EXCHANGES.join(', ')})`)
}
